import { randomUUID } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { Language } from '#shared/models/settings.ts'
import { toFileError } from '../storage/file-error.ts'
import { onceFree } from '../storage/once-free.ts'
import { byteOrderMark } from './csv.ts'
import { headingLine, recordingLine } from './recording-rows.ts'

/** One window exports one list at a time; a page that was reloaded in the middle leaves one behind. */
const maxOpen = 2

interface OpenExport {
  readonly file: string
  readonly temporary: string
  readonly handle: FileHandle
  /** Lines are written in the order in which they came. */
  tail: Promise<void>
}

export interface ListExportsOptions {
  /** Shows the save dialog; absolute path, or null when cancelled. */
  readonly chooseFile: (suggestedName: string) => Promise<string | null>
  readonly language: () => Language
}

/**
 * Writes lists of recordings as CSV (UTF-8 with a byte order mark, RFC 4180). The list comes in pieces, so that none has to be
 * in memory or in a message as a whole, whatever list it is; the file gets its name once it is complete.
 */
export class ListExports {
  readonly #options: ListExportsOptions
  readonly #open = new Map<string, OpenExport>()

  constructor(options: ListExportsOptions) {
    this.#options = options
  }

  /**
   * @param name of the list; the file's suggested name follows from it
   * @returns the export's id; null when the user chose no file
   * @throws AppError `file.*`
   */
  async begin(name: string): Promise<string | null> {
    const file = await this.#options.chooseFile(name)
    if (file === null) return null
    const [oldest] = this.#open.keys()
    if (this.#open.size >= maxOpen && oldest !== undefined) await this.abandon(oldest)
    const id = randomUUID()
    const temporary = `${file}.${id.slice(0, 8)}.part`
    try {
      const handle = await open(temporary, 'wx')
      const next: OpenExport = { file, temporary, handle, tail: Promise.resolve() }
      this.#open.set(id, next)
    } catch (error) {
      throw toFileError(error, 'file.notWritable')
    }
    await this.#write(id, byteOrderMark + headingLine(this.#options.language()))
    return id
  }

  /** @throws AppError `file.*`; the export is then over, and nothing of it is left */
  async append(id: string, recordings: readonly RecordingRef[]): Promise<void> {
    await this.#write(id, recordings.map(recordingLine).join(''))
  }

  /** Gives the file its name. @throws AppError `file.*`; nothing of it is left then */
  async finish(id: string): Promise<void> {
    const { handle, temporary, file, tail } = this.#find(id)
    try {
      await tail
      await handle.sync()
      await handle.close()
      await onceFree(() => rename(temporary, file))
      this.#open.delete(id)
    } catch (error) {
      await this.abandon(id)
      throw toFileError(error, 'file.notWritable')
    }
  }

  /** Leaves nothing behind. */
  async abandon(id: string): Promise<void> {
    const abandoned = this.#open.get(id)
    if (abandoned === undefined) return
    this.#open.delete(id)
    await abandoned.tail.catch(() => undefined)
    await abandoned.handle.close().catch(() => undefined)
    await rm(abandoned.temporary, { force: true }).catch(() => undefined)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.abandon(id)))
  }

  async #write(id: string, text: string): Promise<void> {
    const target = this.#find(id)
    target.tail = target.tail.then(async () => {
      await target.handle.appendFile(text)
    })
    try {
      await target.tail
    } catch (error) {
      await this.abandon(id)
      throw toFileError(error, 'file.notWritable')
    }
  }

  #find(id: string): OpenExport {
    const found = this.#open.get(id)
    if (found === undefined) throw new AppError('aborted')
    return found
  }
}
