import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import electronLog from 'electron-log/node'
import { formatLine } from './format-line.ts'
import type { LogSink } from './logger.ts'

export interface FileSinkOptions {
  /** Absolute; created when missing. */
  readonly folder: string
  /** Without suffix. Default `main`. */
  readonly name?: string
  /** Bytes after which the next file is begun. Default 2 MiB. */
  readonly maxBytes?: number
  /** Files kept: `main.log`, `main.1.log`, … Default 5. */
  readonly maxFiles?: number
}

/**
 * A sink that appends lines to a rotating set of files, readable by this user only. Never throws: a full disk or a folder
 * that is gone costs lines, not the program.
 *
 * The file transport of `electron-log/node` does the writing: that entry needs no Electron, so the same code runs under plain
 * Node in tests and is bundled. It writes synchronously: nothing queues up in memory, and the last line before a crash is
 * in the file. Formatting and rotation are ours, because its own keep one old file and interpret `%` in messages.
 */
export function fileSink({
  folder,
  name = 'main',
  maxBytes = 2 * 2 ** 20,
  maxFiles = 5,
}: FileSinkOptions): LogSink {
  const fileAt = (index: number) => join(folder, index === 0 ? `${name}.log` : `${name}.${index}.log`)
  const rotate = () => {
    rmSync(fileAt(maxFiles - 1), { force: true })
    for (let index = maxFiles - 2; index >= 0; index -= 1) {
      if (existsSync(fileAt(index))) renameSync(fileAt(index), fileAt(index + 1))
    }
  }

  const log = electronLog.create({ logId: fileAt(0) })
  const { file } = log.transports
  for (const [name, transport] of Object.entries(log.transports)) {
    // Which others exist depends on the process; none is wanted.
    if (name !== 'file') Object.assign(transport ?? {}, { level: false })
  }
  // The default logger's console is where the transport reports its own failures; a failed line is not worth another.
  electronLog.transports.console.writeFn = () => undefined

  Object.assign(file, {
    resolvePathFn: () => fileAt(0),
    archiveLogFn: rotate,
    maxSize: maxBytes,
    writeOptions: { flag: 'a', mode: 0o600, encoding: 'utf8' },
    transforms: [({ data }: { data: readonly unknown[] }) => data[0]],
  } satisfies Partial<typeof file>)
  // Its path variables are unused, yet it looks for the app's name, which a bundle does not tell it.
  file.setAppName('CloudRoom Drive')

  return (entry) => {
    try {
      log.info(formatLine(entry))
    } catch {
      // See above: logging never changes what the program does.
    }
  }
}
