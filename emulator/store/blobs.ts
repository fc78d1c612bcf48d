import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The bytes of uploaded files: `incoming/` while they arrive, `files/` once they are complete. */
export class Blobs {
  readonly #incoming: string
  readonly #files: string
  #next = 0

  constructor(dataDir: string) {
    this.#incoming = join(dataDir, 'incoming')
    this.#files = join(dataDir, 'files')
    // Whatever an earlier run was still receiving can never be completed.
    rmSync(this.#incoming, { recursive: true, force: true })
    mkdirSync(this.#incoming, { recursive: true })
    mkdirSync(this.#files, { recursive: true })
  }

  /** Path of a complete file. */
  path(blob: string): string {
    return join(this.#files, blob)
  }

  /** A path to receive one upload into. */
  newIncoming(): string {
    return join(this.#incoming, `${this.#next++}.part`)
  }

  /** Makes a received file permanent under the name `blob`. */
  keep(incoming: string, blob: string): Promise<void> {
    return rename(incoming, this.path(blob))
  }

  remove(blob: string): Promise<void> {
    return rm(this.path(blob), { force: true })
  }

  /** Drops a file that was received and not kept. */
  discard(incoming: string): Promise<void> {
    return rm(incoming, { force: true })
  }

  /** Removes complete files that nothing refers to: the process died between the rename and the journal. */
  sweep(referenced: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#files)) {
      if (!referenced.has(name)) rmSync(this.path(name), { force: true })
    }
  }
}
