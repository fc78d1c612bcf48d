import { open } from 'node:fs/promises'
import { toFileError } from '../storage/file-error.ts'

/**
 * ISO/IEC 14496-12, 4.3: an MP4 has an `ftyp` box as early as possible; in practice it is the first box.
 *
 * @throws AppError `file.notFound`, `file.isFolder`, `file.notReadable`
 */
export async function startsWithFileTypeBox(file: string): Promise<boolean> {
  const header = new Uint8Array(12)
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw toFileError(error, 'file.notReadable')
  })
  try {
    const { bytesRead } = await handle.read(header, 0, header.length, 0)
    return bytesRead === header.length && isFileTypeBox(header)
  } catch (error) {
    throw toFileError(error, 'file.notReadable')
  } finally {
    await handle.close()
  }
}

function isFileTypeBox(header: Uint8Array): boolean {
  const size = new DataView(header.buffer).getUint32(0)
  const type = String.fromCharCode(...header.subarray(4, 8))
  return type === 'ftyp' && size >= 8 && size <= 4096
}
