import { DatabaseSync } from 'node:sqlite'
import { isRefusedWrite } from './storage-error.ts'

/** The first look at a database is what its shared memory is made for. */
const begin = 'PRAGMA journal_mode = WAL; SELECT count(*) FROM sqlite_schema'

/**
 * Opens a database with a write-ahead log. Processes share the log's index in a file that they map into memory, which a network drive
 * does not offer: in companies Windows' folder of the app's data may lie on one ("folder redirection"). The app runs once at a time,
 * so that it can do without, if it lets nobody else in (SQLite, "Write-Ahead Logging", "Use of WAL Without Shared-Memory").
 *
 * @throws Error SQLite's, when the file cannot be used so either
 */
export function openWal(file: string): DatabaseSync {
  try {
    return openWith(file, begin)
  } catch (error) {
    if (!isRefusedWrite(error)) throw error
    return openWith(file, `PRAGMA locking_mode = EXCLUSIVE; ${begin}`)
  }
}

function openWith(file: string, statements: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    database.exec(statements)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
