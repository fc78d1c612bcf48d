import { lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Whether links can be made here: Windows lets administrators and developers only, Wine says that it did and makes none. */
export const canLink = ((): boolean => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudroom-link-'))
  const link = path.join(folder, 'link')
  try {
    writeFileSync(path.join(folder, 'file'), '')
    symlinkSync(path.join(folder, 'file'), link)
    return lstatSync(link).isSymbolicLink()
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
})()
