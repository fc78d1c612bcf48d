import { AppError } from '#shared/errors.ts'
import { nameOf } from '#shared/paths.ts'
import type { RemoteRecording } from '../../api/client.types.ts'
import { toFileError } from '../../storage/file-error.ts'
import type { DownloadSpec } from '../job.ts'
import {
  createPartFile,
  finishPartFile,
  prepareFolder,
  removePartFile,
  reopenPartFile,
  requireFreeSpace,
  type PartFile,
} from '../part-file.ts'
import { localFileName } from '../safe-name.ts'
import { ByteRanges } from './byte-ranges.ts'
import { EarlySync } from './early-sync.ts'
import { PartProgress } from './part-progress.ts'
import type { PartRecord, PartStore } from './part-store.ts'
import { batchBytes, PartWriter } from './part-writer.ts'
import { isResumable } from './resume-plan.ts'
import { noValidators, type Validators } from './validators.ts'

export interface PartSessionOptions {
  readonly spec: DownloadSpec
  readonly recording: RemoteRecording
  readonly store: PartStore
  /** @param bytes of the file that are here; never less than before */
  readonly report: (bytes: number) => void
}

/** A part file and its record, open for one run of a download. The two change together, in a safe order. */
export class PartSession {
  readonly #options: PartSessionOptions
  readonly #progress: PartProgress
  readonly #buffers: Buffer[] = []
  #part: PartFile | null
  #output: EarlySync | null = null
  #record: PartRecord

  private constructor(options: PartSessionOptions, part: PartFile | null, record: PartRecord) {
    this.#options = options
    this.#part = part
    this.#record = record
    this.#progress = new PartProgress({
      jobId: record.jobId,
      store: options.store,
      done: record.done,
      report: options.report,
    })
  }

  /** Goes on from what an earlier run left behind, as far as that is of use. Writes nothing. */
  static async open(options: PartSessionOptions): Promise<PartSession> {
    const { spec, recording, store } = options
    const kept = store.get(spec.id)
    const file = kept?.folder === spec.targetFolder ? kept.partFile : null
    const part = file === null ? null : await reopenPartFile(file)
    if (kept && part && isResumable(kept, (await part.handle.stat()).size, spec, recording)) {
      return new PartSession(options, part, kept)
    }
    return new PartSession(options, part, {
      jobId: spec.id,
      profileId: spec.profileId,
      remotePath: recording.path,
      partFile: part?.file ?? null,
      folder: spec.targetFolder,
      name: localFileName(nameOf(recording.path), spec.targetFolder),
      size: null,
      validators: noValidators,
      md5: null,
      rejectedMd5: kept?.rejectedMd5 ?? null,
      inode: null,
      done: new ByteRanges(),
    })
  }

  get record(): PartRecord {
    return this.#record
  }

  get done(): ByteRanges {
    return this.#progress.done
  }

  get isComplete(): boolean {
    const { size } = this.#record
    return size !== null && this.#part !== null && this.done.missing(size).length === 0
  }

  /**
   * Begins with the first byte of a content: an empty part file, and a record that claims nothing.
   *
   * @param size bytes, or null when unknown
   * @throws AppError `file.diskFull`, `file.notWritable`
   */
  async startOver(size: number | null, validators: Validators): Promise<void> {
    const { folder, name } = this.#record
    this.done.clear()
    await prepareFolder(folder)
    this.#part ??= await createFittingPartFile(folder, name, size ?? 0)
    this.#record = { ...this.#record, partFile: this.#part.file, size, validators, md5: null, inode: null }
    // The record first: it must not claim bytes that the next step takes away.
    this.#options.store.save(this.#record)
    await this.#part.handle.truncate(0).catch((error: unknown) => {
      throw toFileError(error, 'file.notWritable')
    })
    await this.requireSpace()
    this.#progress.report()
  }

  /** @throws AppError `file.diskFull` when what is missing does not fit */
  async requireSpace(): Promise<void> {
    await requireFreeSpace(this.#record.folder, (this.#record.size ?? 0) - this.done.total)
  }

  /** The server has said what MD5 (hex) the whole file has. */
  learnMd5(md5: string): void {
    this.#record = { ...this.#record, md5 }
    this.#options.store.saveMd5(this.#record.jobId, md5)
  }

  /** The length of a file whose server does not tell it is known at its end. Bytes. */
  learnSize(size: number): void {
    this.#record = { ...this.#record, size }
  }

  report(): void {
    this.#progress.report()
  }

  /** Lends a writer, whose first byte goes to `start`, for as long as `use` runs. */
  async withWriter(start: number, use: (writer: PartWriter) => Promise<void>): Promise<void> {
    const buffer = this.#buffers.pop() ?? Buffer.allocUnsafeSlow(batchBytes)
    try {
      this.#output ??= new EarlySync(this.#requirePart().handle)
      await use(new PartWriter(this.#output, this.#progress, start, buffer))
    } finally {
      this.#buffers.push(buffer)
    }
  }

  get file(): string {
    return this.#requirePart().file
  }

  /**
   * Moves the file into place. The record stays, and knows the file by its inode, until the job is known to be
   * done: a process that is killed in between finds the file again (see `finished-file.ts`).
   *
   * @returns its absolute path
   * @throws AppError `file.*`
   */
  async finish(): Promise<string> {
    const { folder, name, jobId } = this.#record
    const part = this.#requirePart()
    await this.#output?.settle()
    const { ino } = await part.handle.stat({ bigint: true })
    this.#progress.save()
    this.#options.store.saveInode(jobId, String(ino))
    const file = await finishPartFile(part, folder, name, this.#options.recording.createdAt)
    this.#part = null
    return file
  }

  /** Throws the bytes away because their MD5 is wrong; remembers which one they had (see `verify-file.ts`). */
  async reject(md5: string): Promise<void> {
    const { handle, file } = this.#requirePart()
    this.done.clear()
    this.#record = { ...this.#record, partFile: null, rejectedMd5: md5 }
    this.#options.store.save(this.#record)
    this.#part = null
    await handle.close().catch(() => undefined)
    await removePartFile(file)
  }

  /** Keeps what there is for another run. Safe to call at any point. */
  async close(): Promise<void> {
    if (this.#part === null) return
    this.#progress.save()
    await this.#part.handle.close().catch(() => undefined)
  }

  #requirePart(): PartFile {
    if (this.#part === null) throw new AppError('internal')
    return this.#part
  }
}

/** A folder that cannot be written to is told apart from one that is full, and neither keeps an empty file. */
async function createFittingPartFile(folder: string, name: string, size: number): Promise<PartFile> {
  const part = await createPartFile(folder, name)
  try {
    await requireFreeSpace(folder, size)
    return part
  } catch (error) {
    await part.handle.close()
    await removePartFile(part.file)
    throw error
  }
}
