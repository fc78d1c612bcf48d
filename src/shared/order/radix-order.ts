/**
 * The positions of numbers in ascending order, equal ones in the order given: a radix sort over the bits of the numbers.
 * It takes a few ms for 100,000 of them, where comparing takes ten times as long. NaN has no place in it.
 */
export function radixOrder(values: Float64Array): Uint32Array {
  const count = values.length
  let order = new Uint32Array(count)
  for (let index = 0; index < count; index++) order[index] = index
  if (isAscending(values)) return order
  let next = new Uint32Array(count)
  const starts = new Uint32Array(0x10000 + 1)
  // Plain loops: iterators over typed arrays take longer than the sorting.
  for (const digit of integerDigits(values) ?? sortableDigits(values)) {
    starts.fill(0)
    for (let index = 0; index < count; index++) {
      const value = (digit[index] ?? 0) + 1
      starts[value] = (starts[value] ?? 0) + 1
    }
    // All share this digit, as most sizes and times do the highest.
    if (starts[(digit[0] ?? 0) + 1] === count) continue
    for (let value = 1; value < starts.length; value++) {
      starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0)
    }
    for (let place = 0; place < count; place++) {
      const index = order[place] ?? 0
      const value = digit[index] ?? 0
      const at = starts[value] ?? 0
      starts[value] = at + 1
      next[at] = index
    }
    ;[order, next] = [next, order]
  }
  return order
}

function isAscending(values: Float64Array): boolean {
  for (let index = 1; index < values.length; index++) {
    if ((values[index] ?? 0) < (values[index - 1] ?? 0)) return false
  }
  return true
}

/**
 * Two digits of 16 bits do for whole numbers that are close together, as room numbers, sizes and days are: half the work of
 * all bits. Infinity comes after them. Null for other numbers.
 */
function integerDigits(values: Float64Array): Uint16Array[] | null {
  let [least, most] = [Infinity, -Infinity]
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0
    if (value === Infinity) continue
    // Beyond, and for minus infinity, differences are not exact.
    if (!Number.isSafeInteger(value)) return null
    if (value < least) least = value
    if (value > most) most = value
  }
  const after = most - least + 1
  if (!(after <= 0xffffffff)) return null
  const low = new Uint16Array(values.length)
  const high = new Uint16Array(values.length)
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0
    const distance = value === Infinity ? after : value - least
    low[index] = distance
    high[index] = distance / 0x10000
  }
  return [low, high]
}

/** Four digits of 16 bits a number, lowest first, that order as the numbers do (IEEE 754: the bits of positive ones do). */
function sortableDigits(values: Float64Array): Uint16Array[] {
  const digits = Array.from({ length: 4 }, () => new Uint16Array(values.length))
  const number = new Float64Array(1)
  const words = new Uint16Array(number.buffer)
  const [lowest, highest] = isLittleEndian() ? [0, 3] : [3, 0]
  const [first = new Uint16Array(), second = first, third = first, fourth = first] = digits
  for (let index = 0; index < values.length; index++) {
    // Zero has two signs in IEEE 754.
    number[0] = (values[index] ?? 0) + 0
    const isNegative = ((words[highest] ?? 0) & 0x8000) !== 0
    const flip = isNegative ? 0xffff : 0
    first[index] = (words[lowest] ?? 0) ^ flip
    second[index] = (words[Math.abs(lowest - 1)] ?? 0) ^ flip
    third[index] = (words[Math.abs(lowest - 2)] ?? 0) ^ flip
    fourth[index] = (words[highest] ?? 0) ^ (isNegative ? 0xffff : 0x8000)
  }
  return digits
}

const isLittleEndian = (): boolean => new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
