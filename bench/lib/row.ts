/** One line of a benchmark's result. */
export interface Row {
  readonly name: string
  /** Median of ours. */
  readonly ours: number
  /** Median of the peer; null where there is none. */
  readonly peer: number | null
  readonly peerName: string | null
  readonly unit: string
  /** ours ÷ peer */
  readonly ratio: number | null
  /** What `ratio`, or `ours` where there is no peer or a unit is named, is to be. */
  readonly goal: string
  readonly holds: boolean
}

/** @throws RangeError for no values */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const low = sorted[Math.floor(middle)]
  const high = sorted[Math.ceil(middle)]
  if (low === undefined || high === undefined) throw new RangeError('no values')
  return (low + high) / 2
}

interface Peer {
  readonly name: string
  readonly values: readonly number[]
}

/** Compares medians; holds when ours ÷ peer is at most `limit` (at least, for rates). */
export function compare(
  name: string,
  unit: string,
  ours: readonly number[],
  peer: Peer,
  goal: { readonly atMost: number } | { readonly atLeast: number },
): Row {
  const [mine, theirs] = [median(ours), median(peer.values)]
  const ratio = mine / theirs
  const isMost = 'atMost' in goal
  return {
    name,
    ours: round(mine),
    peer: round(theirs),
    peerName: peer.name,
    unit,
    ratio: round(ratio),
    goal: isMost ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`,
    holds: isMost ? ratio <= goal.atMost : ratio >= goal.atLeast,
  }
}

/**
 * Holds when the worst of ours is at most `limit`.
 *
 * @param beside what the same machine did otherwise, to judge the figure by; the goal does not depend on it
 */
export function bound(
  name: string,
  unit: string,
  ours: readonly number[],
  limit: number,
  beside: Peer | null = null,
): Row {
  const worst = Math.max(...ours)
  const other = beside === null ? null : Math.max(...beside.values)
  return {
    name,
    ours: round(worst),
    peer: other === null ? null : round(other),
    peerName: beside?.name ?? null,
    unit,
    ratio: other === null ? null : round(worst / other),
    goal: `≤ ${limit}${other === null ? '' : ` ${unit}`}`,
    holds: worst <= limit,
  }
}

const round = (value: number): number => Number(value.toPrecision(4))
