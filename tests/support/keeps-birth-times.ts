import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Whether a file's time of birth stays when it is written to: Wine and some file systems have none and name a later one. */
export const keepsBirthTimes = ((): boolean => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudroom-birth-'))
  const file = path.join(folder, 'file')
  try {
    writeFileSync(file, '')
    const before = statSync(file, { bigint: true }).birthtimeNs
    // A clock's tick later at least.
    for (let tries = 0; tries < 1000 && statSync(file, { bigint: true }).mtimeNs === before; tries++)
      appendFileSync(file, 'x')
    return statSync(file, { bigint: true }).birthtimeNs === before
  } finally {
    rmSync(folder, { recursive: true })
  }
})()
