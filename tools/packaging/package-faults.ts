import type { Configuration } from 'electron-builder'
import { readFile } from 'node:fs/promises'
import { expectedHash, headerHash } from './asar-integrity.ts'
import { fuseWire, fuseWiresIn } from './fuses.ts'
import type { PackedApp } from './packed-apps.ts'

/** What of a packed app is not as electron-builder.yml wants it: its fuses, and the archive that it is held to. */
export async function packageFaults(app: PackedApp, config: Configuration): Promise<readonly string[]> {
  const faults: string[] = []
  const right = fuseWire(config.electronFuses)
  const wires = fuseWiresIn(await readFile(app.executable))
  if (wires.length === 0) faults.push('has no fuses')
  for (const wire of wires) if (wire !== right) faults.push(`has the fuses ${wire} instead of ${right}`)

  const actual = headerHash(app.archive)
  const expected = await expectedHash(app)
  if (app.witness !== null && expected !== actual)
    faults.push(`is held to an app.asar of ${expected ?? 'no hash'}, and has one of ${actual}`)
  return faults
}
