import { OrderedQueue } from './ordered-queue.ts'

export interface SchedulerOptions<Item> {
  /** At once; see {@link Scheduler.limit}. */
  readonly limit: number
  /** Lower goes first; must not change while the item waits. */
  readonly orderOf: (item: Item) => number
  /** Does one item's work. Never rejects. */
  readonly run: (item: Item) => Promise<void>
}

/** Runs so many items at once, the rest in their order. */
export class Scheduler<Item> {
  readonly #options: SchedulerOptions<Item>
  readonly #waiting: OrderedQueue<Item>
  #limit: number
  #running = 0
  #isHeld = false
  #isScheduled = false
  #onIdle: (() => void)[] = []

  constructor(options: SchedulerOptions<Item>) {
    this.#options = options
    this.#limit = options.limit
    this.#waiting = new OrderedQueue(options.orderOf)
  }

  /** Raising it starts more; lowering it lets what runs come to its end. */
  set limit(limit: number) {
    this.#limit = limit
    this.#schedule()
  }

  /** While it is held nothing is started. */
  set isHeld(isHeld: boolean) {
    this.#isHeld = isHeld
    this.#schedule()
  }

  /** Starts nothing before the current turn is over, so that many can be added, and taken back, as one. */
  add(item: Item): void {
    this.#waiting.add(item)
    this.#schedule()
  }

  /** Takes back what has not been started. @returns whether it was still waiting */
  delete(item: Item): boolean {
    return this.#waiting.delete(item)
  }

  /** Starts what is waiting at once, over the limit; others then wait until there is room again. Not while it is held. */
  startNow(item: Item): void {
    if (!this.#isHeld && this.#waiting.delete(item)) this.#run(item)
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve))
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    queueMicrotask(() => {
      this.#isScheduled = false
      this.#start()
    })
  }

  #start(): void {
    while (!this.#isHeld && this.#running < this.#limit) {
      const item = this.#waiting.take()
      if (item === undefined) return
      this.#run(item)
    }
  }

  #run(item: Item): void {
    this.#running += 1
    void this.#options.run(item).then(() => this.#ended())
  }

  #ended(): void {
    this.#running -= 1
    if (this.#running === 0) for (const resolve of this.#onIdle.splice(0)) resolve()
    this.#start()
  }
}
