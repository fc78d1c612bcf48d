import { compareText, NameOrder } from '#shared/order/name-order.ts'
import type { Entry } from './entries.ts'

const order = new NameOrder<Entry>({
  nameOf: ({ name }) => name,
  compareTies: (one, other) => compareText(one.key, other.key),
})

/** Rows by name; two of one name by path. */
export const inNameOrder = <Row extends Entry>(rows: readonly Row[]): Row[] => order.sort(rows)

/** Compares two rows as `inNameOrder` does; `learnNames` must have seen both. */
export const compareNames = (one: Entry, other: Entry): number => order.compare(one, other)

/** Makes the names of new rows comparable. */
export const learnNames = (rows: readonly Entry[]): void => order.learn(rows)
