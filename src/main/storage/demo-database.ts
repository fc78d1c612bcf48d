import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from '../logging/logger.ts'
import { openDatabase } from './database.ts'

/** What these name lies on the disk, outside of the app's own folder. */
const leftovers: ReadonlySet<string> = new Set(['download_parts', 'trim_parts'])

/**
 * Opens the database of a demo. Its server is another with each run, so that nothing of an earlier one is worth keeping but
 * the part files that it has left: without their jobs they are removed, as after a kill.
 *
 * @throws Error see `openDatabase`
 */
export function openDemoDatabase(file: string, log: Logger): DatabaseSync {
  const database = openDatabase(file, log)
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  for (const { name } of tables) {
    if (!leftovers.has(String(name))) database.exec(`DELETE FROM "${String(name)}"`)
  }
  return database
}
