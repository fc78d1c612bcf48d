/**
 * Values between main and page as text, with the meaning of the structured clone algorithm: undefined, NaN,
 * bigint, Date, RegExp, Map, Set, Error, binary data, shared references and cycles all survive, and what Electron
 * cannot clone throws. The function refers to nothing outside itself: its source text is also run in the page.
 */
export interface Wire {
  /** @throws {Error} "An object could not be cloned." */
  encode(value: unknown): string
  decode(text: string): unknown
}

export function createWire(): Wire {
  type Ref = string | boolean | number | null | readonly [string, ...unknown[]]

  const toBase64 = (bytes: Uint8Array): string => {
    let text = ''
    for (let start = 0; start < bytes.length; start += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(start, start + 0x8000))
    }
    return btoa(text)
  }
  const fromBase64 = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer

  const viewTypes = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  }
  const errorTypes: Record<string, ErrorConstructor> = {
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  }
  const notCloneable = (): Error => new Error('An object could not be cloned.')

  const encode = (root: unknown): string => {
    const nodes: unknown[] = []
    const seen = new Map<object, number>()
    const visit = (value: unknown): Ref => {
      if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
      if (typeof value === 'number') {
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['number', String(Object.is(value, -0) ? '-0' : value)]
      }
      if (value === undefined) return ['undefined']
      if (typeof value === 'bigint') return ['bigint', String(value)]
      if (typeof value !== 'object') throw notCloneable()
      const known = seen.get(value)
      if (known !== undefined) return ['ref', known]
      const index = nodes.length
      seen.set(value, index)
      nodes.push(null)
      nodes[index] = describe(value)
      return ['ref', index]
    }
    const entries = (value: object): unknown[] =>
      Object.entries(value).map(([key, item]) => [key, visit(item)])
    const describe = (value: object): readonly unknown[] => {
      if (Array.isArray(value)) return ['array', value.length, entries(value)]
      if (value instanceof Date) return ['date', visit(value.getTime())]
      if (value instanceof RegExp) return ['regexp', value.source, value.flags]
      if (value instanceof Map) return ['map', [...value].map(([key, item]) => [visit(key), visit(item)])]
      if (value instanceof Set) return ['set', [...value].map(visit)]
      if (value instanceof ArrayBuffer) return ['buffer', toBase64(new Uint8Array(value))]
      if (ArrayBuffer.isView(value)) {
        const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length
        return ['view', value.constructor.name, visit(value.buffer), value.byteOffset, length]
      }
      if (value instanceof Error) {
        return ['error', value.name, value.message, value.stack ?? null, visit(value.cause)]
      }
      if (Object.getPrototypeOf(value) === Object.prototype) return ['object', entries(value)]
      throw notCloneable()
    }
    // structuredClone first: it applies the algorithm's rules to getters, class instances and platform objects.
    let copy: unknown
    try {
      copy = structuredClone(root)
    } catch {
      throw notCloneable()
    }
    const top = visit(copy)
    return JSON.stringify({ top, nodes })
  }

  const decode = (text: string): unknown => {
    const { top, nodes } = JSON.parse(text) as { top: Ref; nodes: [string, ...unknown[]][] }
    const built = new Map<number, unknown>()
    const resolve = (ref: Ref): unknown => {
      if (!Array.isArray(ref)) return ref
      const [tag, detail] = ref as [string, unknown]
      if (tag === 'undefined') return undefined
      if (tag === 'number') return Number(detail)
      if (tag === 'bigint') return BigInt(detail as string)
      return build(detail as number)
    }
    const fill = (target: object, entries: unknown): void => {
      for (const [key, item] of entries as [string, Ref][]) {
        Object.defineProperty(target, key, {
          value: resolve(item),
          writable: true,
          enumerable: true,
          configurable: true,
        })
      }
    }
    const keep = <Value>(index: number, value: Value): Value => {
      built.set(index, value)
      return value
    }
    const build = (index: number): unknown => {
      if (built.has(index)) return built.get(index)
      const [tag, first, second, third, fourth] = nodes[index] as [string, ...unknown[]]
      switch (tag) {
        case 'array': {
          const list = keep(index, new Array<unknown>(first as number))
          fill(list, second)
          return list
        }
        case 'object': {
          const object = keep(index, {})
          fill(object, first)
          return object
        }
        case 'map': {
          const map = keep(index, new Map<unknown, unknown>())
          for (const [key, item] of first as [Ref, Ref][]) map.set(resolve(key), resolve(item))
          return map
        }
        case 'set': {
          const set = keep(index, new Set<unknown>())
          for (const item of first as Ref[]) set.add(resolve(item))
          return set
        }
        case 'date':
          return keep(index, new Date(resolve(first as Ref) as number))
        case 'regexp':
          return keep(index, new RegExp(first as string, second as string))
        case 'buffer':
          return keep(index, fromBase64(first as string))
        case 'view': {
          const View = viewTypes[first as 'Uint8Array']
          const buffer = resolve(second as Ref) as ArrayBuffer
          return keep(index, new View(buffer, third as number, fourth as number))
        }
        default: {
          const Type = errorTypes[first as string] ?? Error
          const error = keep(index, new Type(second as string))
          if (third !== null) error.stack = third as string
          const cause = resolve(fourth as Ref)
          if (cause !== undefined) error.cause = cause
          return error
        }
      }
    }
    return resolve(top)
  }

  return { encode, decode }
}
