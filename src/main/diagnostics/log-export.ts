import { createReadStream } from 'node:fs'
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Versions } from '#shared/models/diagnostics.ts'
import type { Redactor } from '../logging/redactor.ts'
import { toFileError } from '../storage/file-error.ts'
import { onceFree } from '../storage/once-free.ts'

export interface LogExportOptions {
  /** Where the log's files are: `main.log`, `main.1.log`, … */
  readonly folder: string
  /** Absolute; replaced when it is there. */
  readonly file: string
  readonly redactor: Pick<Redactor, 'text'>
  readonly versions: Versions
}

/**
 * Writes all of the log into one file, oldest line first, under the versions. Every line goes through the redactor again:
 * what was logged before a secret was known is checked against all that are known now.
 *
 * @throws AppError `file.*`; no half of a file is left
 */
export async function exportLog({ folder, file, redactor, versions }: LogExportOptions): Promise<void> {
  const temporary = `${file}.part`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      for (const [name, version] of Object.entries(versions)) {
        await handle.appendFile(`${name}: ${String(version ?? '-')}\n`)
      }
      for (const log of await logFiles(folder)) await copyLines(path.join(folder, log), handle, redactor)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await onceFree(() => rename(temporary, file))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw toFileError(error, 'file.notWritable')
  }
}

async function copyLines(log: string, target: FileHandle, redactor: Pick<Redactor, 'text'>): Promise<void> {
  const lines = createInterface({ input: createReadStream(log, 'utf8'), crlfDelay: Infinity })
  for await (const line of lines) await target.appendFile(`${redactor.text(line)}\n`)
}

/** Oldest first: the highest number. */
async function logFiles(folder: string): Promise<string[]> {
  const numberOf = (name: string): number => Number(/^main(?:\.(\d+))?\.log$/u.exec(name)?.[1] ?? 0)
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => /^main(?:\.\d+)?\.log$/u.test(name))
    .toSorted((a, b) => numberOf(b) - numberOf(a))
}
