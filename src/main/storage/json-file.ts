import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import type { Logger } from '../logging/logger.ts'

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
  /** Resolves once the value is safely on disk; writes are kept in order. */
  write(value: Value): Promise<void>
}

/**
 * A small file that is read once and replaced whole: temp file, fsync, rename, so that a crash leaves the
 * old or the new content. A file that the schema refuses is set aside as `<file>.damaged`, never deleted.
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

async function read<Value>(options: JsonFileOptions<Value>): Promise<{ value: Value }> {
  let text: string
  try {
    text = await readFile(options.file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') options.log.warn('cannot read file', { error })
    return { value: options.fallback }
  }
  const parsed = options.schema.safeParse(parseJson(text))
  if (parsed.success) return { value: parsed.data }
  options.log.warn('file is damaged and was set aside', { file: path.basename(options.file) })
  await rename(options.file, `${options.file}.damaged`)
  return { value: options.fallback }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function replace(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const temporary = `${file}.new`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}
