import { getRawHeader } from '@electron/asar'
import { parsePlistFile } from 'app-builder-lib/out/util/plist.js'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { NtExecutable, NtExecutableResource } from 'resedit'
import { z } from 'zod'
import type { PackedApp } from './packed-apps.ts'

/** The SHA-256 of an archive's header, which in turn has those of all files in it. hex */
export function headerHash(archive: string): string {
  return createHash('sha256').update(getRawHeader(archive).headerString).digest('hex')
}

const inPlist = z.object({
  ElectronAsarIntegrity: z.record(z.string(), z.object({ algorithm: z.literal('SHA256'), hash: z.string() })),
})
const inResource = z.array(z.object({ file: z.string(), alg: z.literal('SHA256'), value: z.string() }))

/**
 * The hash that Electron will ask of `app.asar`, from where it reads it: Info.plist on macOS, a resource of the .exe on
 * Windows.
 *
 * @returns null when there is none, and Electron would not start the app, or not look
 */
export async function expectedHash({ platform, witness }: PackedApp): Promise<string | null> {
  if (witness === null) return null
  if (platform === 'darwin') {
    const said = inPlist.safeParse(await parsePlistFile<unknown>(witness))
    return said.data?.ElectronAsarIntegrity['Resources/app.asar']?.hash ?? null
  }
  // With the signature that it has by now.
  const { entries } = NtExecutableResource.from(
    NtExecutable.from(await readFile(witness), { ignoreCert: true }),
  )
  const said = entries.filter(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR')
  const [bin] = said.map((entry) => Buffer.from(entry.bin).toString())
  if (bin === undefined) return null
  const list = inResource.safeParse(JSON.parse(bin))
  return list.data?.find(({ file }) => file.toLowerCase() === 'resources\\app.asar')?.value ?? null
}
