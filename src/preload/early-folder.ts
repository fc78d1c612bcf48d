import type { Reply } from '#shared/ipc/contract.ts'
import type { FolderBatch, FolderOpening } from '#shared/models/folder.ts'
import type { FolderMemory } from '#shared/models/folder-look.ts'

/** Batches that are kept for a page whose scripts still load. A folder that sends more is asked for again, by the page. */
const maxHeld = 64

interface Main {
  open(path: string): Promise<Reply<FolderOpening>>
  close(listingId: string): Promise<unknown>
}

export interface Taken {
  readonly answer: Promise<Reply<FolderOpening>>
  /** What main has told of it already; to be delivered once the page waits for the answer. */
  readonly batches: readonly FolderBatch[]
}

/** The folder that was open last, asked for while the page's scripts load: the page asks for it before any other. */
export class EarlyFolder {
  readonly #main: Main
  #path: string | null = null
  #answer: Promise<Reply<FolderOpening>> | null = null
  #batches: FolderBatch[] = []
  #isOver = false

  constructor(memory: Promise<Reply<FolderMemory>>, main: Main) {
    this.#main = main
    memory.then(
      (reply) => {
        if (this.#isOver || !reply.ok) return
        this.#path = reply.value.lastFolder
        this.#answer = main.open(this.#path)
      },
      () => this.#drop(),
    )
  }

  /** The page asks for a folder: the answer, once, if it is this one; null: main is to be asked, now. */
  take(path: string): Taken | null {
    if (this.#isOver || this.#answer === null || path !== this.#path) {
      this.#drop()
      return null
    }
    this.#isOver = true
    return { answer: this.#answer, batches: this.#batches }
  }

  /** Main has told of a folder. */
  batch(batch: FolderBatch): void {
    if (this.#isOver || this.#answer === null) return
    if (this.#batches.length < maxHeld) this.#batches.push(batch)
    else this.#drop()
  }

  /** Main has told of something after which its answer would be another. */
  outdated(): void {
    this.#drop()
  }

  #drop(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#batches = []
    this.#answer
      ?.then((reply) => (reply.ok && !reply.value.isOver ? this.#main.close(reply.value.listingId) : null))
      // Nothing depends on it, as when the page leaves a folder.
      .catch(() => undefined)
  }
}
