import fc from 'fast-check'

/** From 0 to 1, every part of that as often: `fc.double` takes each of its numbers as often, and nearly all are next to 0. */
export const fraction: fc.Arbitrary<number> = fc.nat({ max: 2 ** 20 - 1 }).map((part) => part / 2 ** 20)
