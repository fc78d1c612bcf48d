import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { LogicalClock } from '../clock.ts'
import type { ByteSource } from '../content/byte-source.ts'
import { digestOf, openFileSource } from '../content/byte-source.ts'
import { canFilm, longMovie, type MoovPlace, type Movie } from '../content/long-movie.ts'
import { canPad, paddedMp4 } from '../content/padded-mp4.ts'
import { plantSeed } from '../seeds/plant.ts'
import type { FileEntry, FileSource, Folder } from '../tree/entries.ts'
import type { ListedFile } from '../inspect.ts'
import { splitFilePath } from '../tree/paths.ts'
import { Snapshots } from '../tree/snapshots.ts'
import { Tree } from '../tree/tree.ts'
import { Blobs } from './blobs.ts'
import { Journal, compact } from './journal.ts'

/** Ids at and above this one are given to what is added after seeding, so that seeds can grow without clashes. */
const FIRST_ADDED_ID = 100_000_001

export type Digest = Awaited<ReturnType<typeof digestOf>>

/** The tree together with what keeps it across restarts. */
export class NetDisk {
  readonly tree = new Tree()
  readonly snapshots = new Snapshots(this.tree)
  readonly blobs: Blobs
  readonly seed: string
  readonly #journal: Journal
  readonly #clock: LogicalClock
  readonly #sample: Buffer
  /** Their tables take a while to make. */
  readonly #movies = new Map<number, Movie>()
  readonly #digests = new Map<number, Promise<Digest>>()
  #nextId = FIRST_ADDED_ID

  /**
   * Opens the data directory, or makes it.
   * @param seed what to plant; undefined takes the directory's own seed, or `demo` for a new one
   * @throws Error when the directory was made with another seed
   */
  constructor(dataDir: string, seed: string | undefined, clock: LogicalClock, sample: Buffer) {
    mkdirSync(dataDir, { recursive: true })
    this.#clock = clock
    this.#sample = sample
    this.blobs = new Blobs(dataDir)
    this.#journal = new Journal(dataDir)
    const records = this.#journal.read()
    const head = records.find((record) => record.kind === 'head')
    if (head && seed !== undefined && head.seed !== seed) {
      throw new Error(`${dataDir} holds data on top of seed ${head.seed}, not ${seed}`)
    }
    this.seed = head?.seed ?? seed ?? 'demo'
    plantSeed(this.tree, this.seed, sample.length)
    if (head) this.#replay()
    else this.#journal.rewrite([{ kind: 'head', version: 1, seed: this.seed }])
  }

  /** Adds a complete file, making its folders. The caller has checked that the path is free. */
  add(folder: string, name: string, size: number, source: FileSource, ctimeMs?: number): FileEntry {
    const at = this.#clock.tick()
    const target = this.ensureFolder(folder, at)
    const id = this.#nextId++
    const file = { id, name, size, ctimeMs: ctimeMs ?? at, source }
    const kept = source === 'synthesised' ? {} : source
    const path = target.path + name
    this.#journal.append({ kind: 'file', id, path, size, ctimeMs: file.ctimeMs, at, ...kept })
    return this.tree.add(target, file, at)
  }

  /** See `Emulator.addFile`. @throws Error */
  addFile(path: string, size: number, ctimeMs?: number): ListedFile {
    if (!canPad(this.#sample.length, size)) throw new Error(`no MP4 of ${size} bytes can be made`)
    return this.#plant(path, size, 'synthesised', ctimeMs)
  }

  /** See `Emulator.addMovie`. @throws Error */
  addMovie(path: string, size: number, moov: MoovPlace): ListedFile {
    if (!canFilm(size)) throw new Error(`no movie of ${size} bytes can be made`)
    return this.#plant(path, size, { movie: moov })
  }

  #plant(path: string, size: number, source: FileSource, ctimeMs?: number): ListedFile {
    const place = splitFilePath(path)
    if (!place || this.tree.fileByPath(path)) throw new Error(`cannot add ${path}`)
    const file = this.add(place.folder, place.name, size, source, ctimeMs)
    return { id: file.id, path: place.folder + place.name, size, ctimeMs: file.ctimeMs }
  }

  /**
   * Adds a received file, moving it to its place first: a crash in between leaves an unused blob, never a file
   * without bytes.
   * @returns null when another upload took the path meanwhile
   */
  async addReceived(folder: string, name: string, size: number, incoming: string): Promise<FileEntry | null> {
    const blob = `${randomUUID()}.mp4`
    await this.blobs.keep(incoming, blob)
    if (!this.tree.fileByPath(folder + name)) return this.add(folder, name, size, { blob })
    await this.blobs.remove(blob)
    return null
  }

  /** Finds or makes a folder, remembering what was made. */
  ensureFolder(path: string, at = this.#clock.tick()): Folder {
    const onNew = (made: Folder) => this.#journal.append({ kind: 'folder', id: made.id, path: made.path, at })
    return this.tree.ensureFolder(path, at, () => this.#nextId++, onNew)
  }

  async remove(file: FileEntry): Promise<void> {
    const at = this.#clock.tick()
    this.#journal.append({ kind: 'delete', id: file.id, at })
    this.tree.remove(file, at)
    this.#digests.delete(file.id)
    this.#movies.delete(file.id)
    if (file.source !== 'synthesised' && 'blob' in file.source) await this.blobs.remove(file.source.blob)
  }

  /** Opens a file's bytes; the caller closes the source. */
  open(file: FileEntry): Promise<ByteSource> {
    if (file.source === 'synthesised') return Promise.resolve(paddedMp4(this.#sample, file.size, file.id))
    if ('movie' in file.source) return Promise.resolve(this.#movie(file, file.source.movie).open())
    return openFileSource(this.blobs.path(file.source.blob))
  }

  #movie(file: FileEntry, moov: MoovPlace): Movie {
    const movie = this.#movies.get(file.id) ?? longMovie(this.#sample, file.size, file.id, moov)
    this.#movies.set(file.id, movie)
    return movie
  }

  /** Digests of a file's bytes, computed on first demand. */
  digest(file: FileEntry): Promise<Digest> {
    const known = this.#digests.get(file.id)
    if (known) return known
    const made = this.open(file).then((source) => digestOf(source).finally(() => source.close()))
    this.#digests.set(file.id, made)
    return made
  }

  #replay(): void {
    const records = compact(this.#journal.read())
    const blobs = new Set<string>()
    for (const record of records) {
      if (record.kind === 'head') continue
      this.#clock.advanceTo(record.at)
      this.#nextId = Math.max(this.#nextId, record.id + 1)
      if (record.kind === 'folder') {
        this.tree.ensureFolder(record.path, record.at, () => record.id)
      } else if (record.kind === 'delete') {
        const file = this.tree.fileById(record.id)
        if (file) this.tree.remove(file, record.at)
      } else {
        const { id, size, ctimeMs, blob, movie } = record
        if (blob !== undefined) blobs.add(blob)
        const where = splitFilePath(record.path)
        const folder = where && this.tree.folder(where.folder)
        const source: FileSource =
          blob !== undefined ? { blob } : movie !== undefined ? { movie } : 'synthesised'
        if (folder) this.tree.add(folder, { id, name: where.name, size, ctimeMs, source }, record.at)
      }
    }
    this.blobs.sweep(blobs)
    this.#journal.rewrite(records)
  }
}
