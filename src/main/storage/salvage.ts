import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import type { Logger } from '../logging/logger.ts'

interface SalvagedTable {
  readonly name: string
  /** What a row says that cannot be believed any more. */
  readonly doubtful: Readonly<Record<string, SQLInputValue>>
}

/** What people would miss. All of it is looked at again before it is used. */
const tables: readonly SalvagedTable[] = [
  { name: 'transfers', doubtful: {} },
  // A part file must not be credited with bytes that it does not have: it stays the job's, and is filled anew.
  { name: 'download_parts', doubtful: { done: '', durable: '', inode: null } },
  { name: 'local_copies', doubtful: {} },
]

export interface Salvaged {
  readonly transfers: number
}

/**
 * Copies the rows that can still be read of a damaged database into a new one. Reading ends at a damaged page, so it is done
 * from both ends.
 */
export function salvage(damagedFile: string, database: DatabaseSync, log: Logger): Salvaged {
  let damaged: DatabaseSync
  try {
    damaged = new DatabaseSync(damagedFile, { readOnly: true })
  } catch (error) {
    log.warn('nothing can be read of the damaged database', { error })
    return { transfers: 0 }
  }
  try {
    database.exec('BEGIN IMMEDIATE')
    for (const table of tables) {
      for (const direction of ['ASC', 'DESC'] as const) copy(table, direction, damaged, database, log)
    }
    database.exec('COMMIT')
  } finally {
    damaged.close()
  }
  const count = database.prepare('SELECT count(*) AS n FROM transfers').get()?.['n']
  return { transfers: Number(count) }
}

function copy(
  { name, doubtful }: SalvagedTable,
  direction: 'ASC' | 'DESC',
  damaged: DatabaseSync,
  database: DatabaseSync,
  log: Logger,
): void {
  const valueOf = (row: Record<string, SQLOutputValue>, column: string): SQLInputValue =>
    (Object.hasOwn(doubtful, column) ? doubtful[column] : row[column]) ?? null
  const info = database.prepare(`SELECT name, pk FROM pragma_table_info('${name}') ORDER BY pk`).all()
  const columns = info.map((column) => String(column['name']))
  const key = info
    .filter((column) => column['pk'] !== 0)
    .map((column) => `${String(column['name'])} ${direction}`)
  const insert = database.prepare(
    `INSERT OR IGNORE INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  try {
    const rows = damaged.prepare(`SELECT * FROM ${name} ORDER BY ${key.join(', ')}`).iterate()
    for (const row of rows) insert.run(...columns.map((column) => valueOf(row, column)))
  } catch (error) {
    log.warn('a table could not be salvaged to its end', { table: name, direction, error })
  }
}
