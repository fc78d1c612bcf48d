import { lstat } from 'node:fs/promises'
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
import type { Demand } from './demand.ts'
import { EarlySync } from './early-sync.ts'
import { LivePart } from './live-parts.ts'
import { PartProgress } from './part-progress.ts'
import type { PartRecord, PartStore } from './part-store.ts'
import { believable, isOurs, sealOf } from './part-trust.ts'
import { batchBytes, PartWriter } from './part-writer.ts'
import { isResumable } from './resume-plan.ts'
import { noValidators, type Validators } from './validators.ts'

export interface PartSessionOptions {
  readonly spec: DownloadSpec
  readonly recording: RemoteRecording
  readonly store: PartStore
  /** See `currentBoot`. */
  readonly boot: string
  /** @param bytes of the file that are here; never less than before */
  readonly report: (bytes: number) => void
  /** For those who read the file while it comes. */
  readonly live?: LivePart
}

/** A part file and its record, open for one run of a download. The two change together, in a safe order. */
export class PartSession {
  readonly #options: PartSessionOptions
  readonly #progress: PartProgress
  readonly #live: LivePart
  readonly #buffers: Buffer[] = []
  #part: PartFile | null
  #output: EarlySync | null = null
  /** Counts how often the file was begun. */
  #content = 0
  #isSequential = false
  #record: PartRecord

  private constructor(options: PartSessionOptions, part: PartFile | null, record: PartRecord) {
    this.#options = options
    this.#part = part
    this.#record = record
    this.#live = options.live ?? new LivePart()
    this.#progress = new PartProgress({
      jobId: record.jobId,
      store: options.store,
      done: record.done,
      report: options.report,
      onWritten: () => this.#live.changed(),
    })
  }

  /**
   * Goes on from what an earlier run left behind, as far as that is of use. Writes nothing.
   *
   * @throws AppError `file.notWritable` when what was left behind cannot be opened for now
   */
  static async open(options: PartSessionOptions): Promise<PartSession> {
    const { spec, recording, store, boot } = options
    const kept = store.get(spec.id)
    const file = kept?.folder === spec.targetFolder ? kept.partFile : null
    const part = kept && file !== null && (await isOurs(kept)) ? await reopenPartFile(file) : null
    if (kept && part) {
      const state = await part.handle.stat({ bigint: true })
      const record = { ...kept, done: believable(kept, state, boot) }
      if (isResumable(record, Number(state.size), spec, recording)) {
        const session = new PartSession(options, part, record)
        session.#show()
        return session
      }
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
      seal: null,
      boot,
      durable: new ByteRanges(),
    })
  }

  get record(): PartRecord {
    return this.#record
  }

  get done(): ByteRanges {
    return this.#progress.done
  }

  /** What readers of the file wait for. */
  get demand(): Demand {
    return this.#live.demand
  }

  get isComplete(): boolean {
    const { size } = this.#record
    return size !== null && this.#part !== null && this.done.missing(size).length === 0
  }

  /**
   * Begins with the first byte of a content: an empty part file, and a record that claims nothing.
   *
   * @param size bytes, or null when unknown
   * @param isSequential it comes from its first byte to its last
   * @throws AppError `file.diskFull`, `file.notWritable`
   */
  async startOver(size: number | null, validators: Validators, isSequential = false): Promise<void> {
    const { folder, name } = this.#record
    this.#live.show(null)
    this.#isSequential = isSequential
    this.done.clear()
    this.#content++
    await prepareFolder(folder)
    const isNew = this.#part === null
    this.#part ??= await createPartFile(folder, name, (file) => this.#claim(file))
    const { file: partFile } = this.#part
    const durable = new ByteRanges()
    this.#record = { ...this.#record, partFile, size, validators, md5: null, inode: null, durable }
    // The record first: it must not claim bytes that the next step takes away.
    try {
      this.#unseal()
      if (isNew) await this.requireSpace()
    } catch (error) {
      if (isNew) await this.#forgetPart()
      throw error instanceof AppError ? error : toFileError(error, 'file.notWritable')
    }
    await this.#part.handle.truncate(0).catch((error: unknown) => {
      throw toFileError(error, 'file.notWritable')
    })
    await this.requireSpace()
    this.#progress.report()
    this.#show()
  }

  /** @throws AppError `file.diskFull` when what is missing does not fit */
  async requireSpace(): Promise<void> {
    await requireFreeSpace(this.#record.folder, (this.#record.size ?? 0) - this.done.total)
  }

  /** The server has said what MD5 (hex) the whole file has. */
  learnMd5(md5: string): void {
    this.#record = { ...this.#record, md5 }
    note(() => this.#options.store.saveMd5(this.#record.jobId, md5))
  }

  /** The length of a file whose server does not tell it is known at its end. Bytes. */
  learnSize(size: number): void {
    this.#record = { ...this.#record, size }
    this.#show()
  }

  #show(): void {
    const { partFile, size, validators } = this.#record
    if (partFile === null) return
    const { etag, lastModified } = validators
    // Without a validator, only bytes of one answer are known to be of one file.
    const isNamed = etag !== null || lastModified !== null
    const version = JSON.stringify(isNamed ? [partFile, etag, lastModified] : [partFile, this.#content])
    this.#live.show({ file: partFile, size, version, done: this.done, isSequential: this.#isSequential })
  }

  report(): void {
    this.#progress.report()
  }

  /** Lends a writer, whose first byte goes to `start`, for as long as `use` runs. */
  async withWriter(start: number, use: (writer: PartWriter) => Promise<void>): Promise<void> {
    const buffer = this.#buffers.pop() ?? Buffer.allocUnsafeSlow(batchBytes)
    try {
      this.#output ??= this.#openOutput()
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
    await this.#requireOwnLength(part)
    const { ino } = await part.handle.stat({ bigint: true })
    this.#progress.save()
    note(() => this.#options.store.saveInode(jobId, String(ino)))
    const file = await finishPartFile(part, folder, name, this.#options.recording.createdAt)
    this.#part = null
    return file
  }

  /** Throws the bytes away because their MD5 is wrong; remembers which one they had (see `verify-file.ts`). */
  async reject(md5: string): Promise<void> {
    this.#live.show(null)
    this.done.clear()
    this.#record = { ...this.#record, partFile: null, rejectedMd5: md5 }
    note(() => this.#options.store.save(this.#record))
    await this.#abandon()
  }

  /** Keeps what there is for another run, and seals it: whoever changes it now is noticed. Safe to call at any point. */
  async close(): Promise<void> {
    if (this.#part === null) return
    const { handle, file } = this.#part
    this.#progress.save()
    const isSynced = await this.#output?.finish().then(
      () => true,
      () => false,
    )
    await handle.close().catch(() => undefined)
    if (isSynced !== true) return
    // Only now: some file systems round the time when a file is closed.
    const state = await lstat(file, { bigint: true }).catch(() => null)
    if (state?.isFile()) note(() => this.#options.store.saveSeal(this.#record.jobId, sealOf(state)))
  }

  /** From now on the part file is being written to. */
  #openOutput(): EarlySync {
    const { handle } = this.#requirePart()
    // If this cannot be noted, the next run finds another file than the record tells of, and starts over.
    note(() => this.#unseal())
    return new EarlySync(handle, () => {
      const content = this.#content
      const durable = new ByteRanges(this.done.toArray())
      return () => {
        if (content !== this.#content) return
        note(() => this.#options.store.saveDurable(this.#record.jobId, durable))
      }
    })
  }

  #unseal(): void {
    const { boot, store } = this.#options
    // What was sealed had been synced; what was believed after a restart of the system, too.
    const isSafe = this.#record.seal !== null || this.#record.boot !== boot
    const durable = isSafe ? new ByteRanges(this.done.toArray()) : this.#record.durable
    this.#record = { ...this.#record, seal: null, boot, durable }
    store.save(this.#record)
  }

  /** Somebody else may have written to the part file, too. @throws AppError `server.lengthMismatch` */
  async #requireOwnLength({ handle }: PartFile): Promise<void> {
    const { size } = this.#record
    const actual = (await handle.stat()).size
    if (size === null || actual === size) return
    if (actual > size) {
      await handle.truncate(size)
      return
    }
    this.done.clear()
    note(() => this.#options.store.save(this.#record))
    throw new AppError('server.lengthMismatch', { params: { expected: size, actual } })
  }

  /** Before there is a file: see `isOurs`. */
  #claim(partFile: string): boolean {
    const { store } = this.#options
    if (store.isClaimed(partFile, this.#record.jobId)) return false
    store.save({ ...this.#record, partFile, seal: null, boot: null, durable: new ByteRanges() })
    return true
  }

  /** Leaves neither an empty file behind nor a record of one. */
  async #forgetPart(): Promise<void> {
    await this.#abandon()
    this.#record = { ...this.#record, partFile: null }
    note(() => this.#options.store.save(this.#record))
  }

  /** Takes the part file away. */
  async #abandon(): Promise<void> {
    const { handle, file } = this.#requirePart()
    this.#part = null
    await handle.close().catch(() => undefined)
    await removePartFile(file)
  }

  #requirePart(): PartFile {
    if (this.#part === null) throw new AppError('internal')
    return this.#part
  }
}

/** For what makes the next run fetch more if it cannot be saved (the database's disk is full), and no less. */
function note(save: () => void): void {
  try {
    save()
  } catch {
    return
  }
}
