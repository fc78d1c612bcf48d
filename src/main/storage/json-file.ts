import { access, mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Logger } from '../logging/logger.ts'
import { onceFree } from './once-free.ts'

export interface JsonFileOptions<Value> {
  readonly file: string
  readonly schema: z.ZodType<Value>
  /** Used when the file is absent or damaged. */
  readonly fallback: Value
  readonly log: Logger
}

export interface JsonFile<Value> {
  /** The last written value. */
  readonly value: Value
  /**
   * Resolves once the value is safely on disk; writes are kept in order.
   *
   * @throws AppError `storage.notWritable`
   */
  write(value: Value): Promise<void>
}

/**
 * A small file that is read once and replaced whole: temp file, fsync, rename, so that a crash leaves the
 * old or the new content. A file that cannot be read or that the schema refuses is set aside as
 * `<file>.damaged`, never deleted.
 */
export async function openJsonFile<Value>(options: JsonFileOptions<Value>): Promise<JsonFile<Value>> {
  let { value } = await read(options)
  let queue: Promise<void> = Promise.resolve()
  return {
    get value() {
      return value
    },
    write(next) {
      value = next
      const written = queue.then(() => replace(options.file, JSON.stringify(next, null, 2)))
      queue = written.catch(() => undefined)
      return written
    },
  }
}

/** For what is worth nothing after this run. */
export function fileInMemory<Value>(value: Value): JsonFile<Value> {
  let current = value
  return {
    get value() {
      return current
    },
    write(next) {
      current = next
      return Promise.resolve()
    },
  }
}

async function read<Value>(options: JsonFileOptions<Value>): Promise<{ value: Value }> {
  let text: string
  try {
    text = await readFile(options.file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { value: options.fallback }
    options.log.warn('cannot read file', { error })
    await setAside(options)
    return { value: options.fallback }
  }
  // What is read once is not worth code that is compiled for it; at the start, that is a sixth of what is waited for.
  const parsed = options.schema.safeParse(parseJson(text), { jitless: true })
  if (parsed.success) return { value: parsed.data }
  await setAside(options)
  return { value: options.fallback }
}

async function setAside<Value>({ file, log }: JsonFileOptions<Value>): Promise<void> {
  const isFree = (name: string): Promise<boolean> =>
    access(name).then(
      () => false,
      () => true,
    )
  const name = `${file}.damaged`
  await rename(file, (await isFree(name)) ? name : `${name}-${Date.now()}`)
  log.warn('file is damaged and was set aside', { file: path.basename(file) })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function replace(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true })
    const temporary = `${file}.new`
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await onceFree(() => rename(temporary, file))
  } catch (error) {
    // Without the system's message, which has the path.
    throw new AppError('storage.notWritable', { cause: new Error((error as NodeJS.ErrnoException).code) })
  }
}
