import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What any MP4 starts with. */
export const fileTypeBox = Buffer.from('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom', 'latin1')

/** Random bytes behind the start of an MP4. */
export function mp4Bytes(size: number): Buffer {
  return Buffer.concat([fileTypeBox, randomBytes(Math.max(0, size - fileTypeBox.length))]).subarray(0, size)
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}

/** Writes a small MP4 and gives back its path and digest. */
export async function writeMp4(
  folder: string,
  name: string,
  size: number,
): Promise<{ file: string; sha256: string }> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, name)
  const bytes = mp4Bytes(size)
  await writeFile(file, bytes)
  return { file, sha256: sha256(bytes) }
}

/** A file of exactly this size that takes no room on the disk: the start of an MP4, then a hole. */
export async function writeSparseMp4(folder: string, name: string, size: number): Promise<string> {
  const file = path.join(folder, name)
  const handle = await open(file, 'w')
  try {
    await handle.write(fileTypeBox)
    await handle.truncate(size)
  } finally {
    await handle.close()
  }
  return file
}

/** Names of everything below a folder, with `/` between them on every system, sorted; none when there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  return entries.map((entry) => entry.replaceAll(path.sep, '/')).toSorted()
}
