import type { DatabaseSync } from 'node:sqlite'
import { noRequest } from './index-protocol.ts'
import type { IndexAddress, IndexAnswer, IndexMessage, IndexRequest } from './index-protocol.ts'
import { isRefusedWrite } from '../../storage/storage-error.ts'
import { deleteIndex, isDamage, openIndex } from './open-index.ts'
import { RecordingIndex } from './recording-index.ts'

interface Opened {
  readonly database: DatabaseSync
  readonly index: RecordingIndex
  readonly address: IndexAddress
}

type Message = NonNullable<IndexMessage>

/**
 * Answers the index thread's messages. Questions are answered at once; what changes something waits in line and runs in
 * steps, between which questions get their turn. So a question may see a state that is a moment old, never half a step.
 */
export class IndexDesk {
  readonly #send: (answer: IndexAnswer) => void
  readonly #opened = new Map<string, Opened>()
  readonly #line: Message[] = []
  /** The change that is under way: the head of the line. */
  #steps: Iterator<undefined, void> | null = null
  #isPumping = false
  #onClosed: (() => void) | null = null

  constructor(send: (answer: IndexAnswer) => void) {
    this.#send = send
  }

  receive(message: Message): void {
    if (isQuestion(message)) this.#attempt(message, () => this.#answer(message))
    // Whoever asks next sees a small change, unless larger ones are waiting.
    else if (this.#line.push(message) === 1) this.#change(message)
    this.#pump()
  }

  /** Finishes the line, then closes every index and calls back. */
  close(onClosed: () => void): void {
    this.#onClosed = onClosed
    this.#pump()
  }

  #pump(): void {
    if (this.#isPumping) return
    this.#isPumping = true
    setImmediate(() => {
      this.#isPumping = false
      if (this.#step()) this.#pump()
    })
  }

  /** @returns whether there is more to do */
  #step(): boolean {
    const [message] = this.#line
    if (message !== undefined) {
      this.#change(message)
      return true
    }
    if (this.#onClosed !== null) {
      for (const { database } of this.#opened.values()) database.close()
      this.#opened.clear()
      this.#onClosed()
      return false
    }
    return [...this.#opened.values()].some((opened) => this.#prepare(opened))
  }

  /** Nobody waits for this: a failure shows when somebody searches. */
  #prepare({ index, address }: Opened): boolean {
    try {
      return index.prepareSearch()
    } catch (error) {
      this.#dropIfDamaged(address, error)
      return false
    }
  }

  #change(message: Message): void {
    const isDealtWith = this.#attempt(message, () => {
      this.#steps ??= this.#start(message)
      return this.#steps.next().done === true ? { value: null } : null
    })
    if (!isDealtWith) return
    this.#steps = null
    this.#line.shift()
  }

  #start(message: Message): Iterator<undefined, void> {
    if (message.name === 'apply') return this.#open(message).index.apply(...message.args)
    if (message.name === 'noteCrawlFailure') this.#open(message).index.noteCrawlFailure(...message.args)
    else this.#release(message)
    if (message.name === 'delete') deleteIndex(message.file)
    return [][Symbol.iterator]()
  }

  #answer(message: Message & IndexQuestion): { readonly value: unknown } {
    const { index } = this.#open(message)
    switch (message.name) {
      case 'openFolder':
        return { value: index.openFolder(...message.args) }
      case 'rowsAfter':
        return { value: index.rowsAfter(...message.args) }
      case 'search':
        return { value: index.search(...message.args) }
      case 'counts':
        return { value: index.counts() }
      case 'nextToCrawl':
        return { value: index.nextToCrawl(...message.args) }
    }
  }

  /**
   * Sends what `work` answers (null: not yet), or why it cannot. An index that turns out damaged begins anew.
   *
   * @returns whether something was sent
   */
  #attempt(message: Message, work: () => { readonly value: unknown } | null): boolean {
    try {
      const answer = work()
      if (answer !== null) this.#send({ id: message.id, ok: true, value: answer.value })
      return answer !== null
    } catch (error) {
      this.#dropIfDamaged(message, error)
      this.#send({
        id: message.id,
        ok: false,
        message: messageOf(error),
        isUnwritten: isRefusedWrite(error),
      })
      return true
    }
  }

  #dropIfDamaged(address: IndexAddress, error: unknown): void {
    if (!isDamage(error)) return
    this.#release(address)
    deleteIndex(address.file)
  }

  #open({ profileId, file }: IndexAddress): Opened {
    const known = this.#opened.get(profileId)
    if (known !== undefined) return known
    const database = this.#databaseOf(file)
    const opened = { database, index: new RecordingIndex(database), address: { profileId, file } }
    this.#opened.set(profileId, opened)
    return opened
  }

  /** What cannot be opened now, as on a full disk, is in memory for this run: folders that were seen are found all the same. */
  #databaseOf(file: string): DatabaseSync {
    try {
      return openIndex(file)
    } catch (error) {
      this.#send({ id: noRequest, ok: false, message: messageOf(error), isUnwritten: true })
      return openIndex(':memory:')
    }
  }

  #release({ profileId }: IndexAddress): void {
    this.#opened.get(profileId)?.database.close()
    this.#opened.delete(profileId)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

type ChangeName = 'apply' | 'noteCrawlFailure' | 'release' | 'delete'
type IndexQuestion = Exclude<IndexRequest, { readonly name: ChangeName }>

function isQuestion(message: Message): message is Message & IndexQuestion {
  const { name } = message
  return name !== 'apply' && name !== 'noteCrawlFailure' && name !== 'release' && name !== 'delete'
}
