/** One thing that can go wrong at one moment of one kind of transfer. */
export interface FaultCase {
  /** What goes wrong; a short campaign has at least one case of each. */
  readonly fault: string
  /** Unique, and all that is needed besides the seed to run it again. */
  readonly name: string
  /**
   * Resolves when the transfer has ended as it should.
   *
   * @param random decides sizes and positions
   * @throws NotHere when this machine has no way to bring the fault about; any other error is a failure
   */
  readonly run: (random: () => number) => Promise<void>
}

/** Why a case cannot run on this machine. */
export class NotHere extends Error {
  override readonly name = 'NotHere'
}

/** Where in a transfer the fault comes. */
export const positions = ['start', 'middle', 'last byte'] as const
export type Position = (typeof positions)[number]

export const connectionModes = ['one connection', 'several'] as const
export type ConnectionMode = (typeof connectionModes)[number]

/** A whole number from `least` to `most`. */
export function between(random: () => number, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1))
}

export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}
