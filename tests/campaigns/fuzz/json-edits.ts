import fc from 'fast-check'

const kinds = ['replace', 'remove', 'add', 'rename', 'wrap', 'repeat'] as const

/** One change somewhere in a value. */
export interface Edit {
  readonly kind: (typeof kinds)[number]
  /** Which way to go at each level, and how far: what is left of it at a leaf is not needed. */
  readonly way: readonly number[]
  readonly key: string
  readonly value: unknown
}

export const edits = (values: fc.Arbitrary<unknown>): fc.Arbitrary<readonly Edit[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      way: fc.array(fc.nat(), { maxLength: 5 }),
      key: fc.constantFrom('__proto__', 'constructor', 'id', 'path', 'extra', 'length', ''),
      value: values,
    }),
    { maxLength: 4 },
  )

/** A changed copy of what JSON can say. */
export function applyEdits(good: unknown, list: readonly Edit[]): unknown {
  return list.reduce((value, edit) => change(value, edit, 0), structuredClone(good))
}

function change(value: unknown, edit: Edit, depth: number): unknown {
  const step = edit.way[depth]
  if (Array.isArray(value)) {
    if (step === undefined || value.length === 0) return changeHere(value, edit)
    const at = step % value.length
    return value.map((item: unknown, index) => (index === at ? change(item, edit, depth + 1) : item))
  }
  if (isPlain(value)) {
    const entries = Object.entries(value)
    if (step === undefined || entries.length === 0) return changeHere(value, edit)
    const at = step % entries.length
    return Object.fromEntries(
      entries.map(([key, item], index) => [key, index === at ? change(item, edit, depth + 1) : item]),
    )
  }
  return changeHere(value, edit)
}

function changeHere(value: unknown, { kind, way, key, value: other }: Edit): unknown {
  switch (kind) {
    case 'replace':
      return other
    case 'wrap':
      return [value]
    case 'repeat':
      return Array.isArray(value) ? [...(value as unknown[]), ...(value as unknown[])] : [value, value]
    case 'add':
      if (Array.isArray(value)) return [...(value as unknown[]), other]
      return isPlain(value) ? Object.fromEntries([...Object.entries(value), [key, other]]) : other
    case 'remove':
    case 'rename': {
      if (Array.isArray(value)) return value.slice(1)
      if (!isPlain(value)) return undefined
      const entries = Object.entries(value)
      const at = (way[0] ?? 0) % Math.max(1, entries.length)
      return Object.fromEntries(
        entries.flatMap(([name, item], index) =>
          index !== at ? [[name, item]] : kind === 'rename' ? [[key, item]] : [],
        ),
      )
    }
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  try {
    return Object.getPrototypeOf(value) === Object.prototype
  } catch {
    // A proxy that allows nothing.
    return false
  }
}
