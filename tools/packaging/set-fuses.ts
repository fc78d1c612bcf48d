/**
 * `afterPack` of electron-builder.yml: sets every fuse, also those that electron-builder has no name for. By then the ASAR's
 * hash is in the package; the fuses that have a name are set once more behind this, to the same, and then it is signed.
 */
import type { AfterPackContext } from 'electron-builder'
import { strictFuses } from './fuses.ts'

export async function afterPack(context: AfterPackContext): Promise<void> {
  // One half of a universal package. What both have in common must not be signed yet, and the whole comes here, too.
  if (context.appOutDir.endsWith('-temp')) return
  await context.packager.addElectronFuses(context, strictFuses(context.packager.config.electronFuses))
}
