import { AppError } from '#shared/errors.ts'

export interface ReduceRules {
  readonly text: (text: string) => string
  readonly isSecretName: (name: string) => boolean
  readonly redacted: string
}

const maxDepth = 6
const maxItems = 50
const maxStackLines = 12

/**
 * A copy of `value` that is small, has no cycles and is made of JSON types only, with every text passed through
 * `rules.text`. Errors keep name, code, message, params, stack and causes: their other fields are not
 * looked at, since got's carry the whole request (`error.options`) and response body. Never throws.
 */
export function reduceValue(value: unknown, rules: ReduceRules, depth = 0): unknown {
  try {
    return reduce(value, rules, depth)
  } catch {
    // A getter or a proxy trap threw.
    return '[unreadable]'
  }
}

function reduce(value: unknown, rules: ReduceRules, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return rules.text(value)
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'boolean':
      return value
    case 'bigint':
      return rules.text(String(value))
    case 'undefined':
      return undefined
    case 'symbol':
    case 'function':
      return `[${typeof value}]`
    case 'object':
      return value === null ? null : reduceObject(value, rules, depth)
  }
}

function reduceObject(value: object, rules: ReduceRules, depth: number): unknown {
  if (depth >= maxDepth) return '[deeper]'
  if (value instanceof Error) return reduceError(value, rules, depth)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof URL) return rules.text(value.href)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map) return reduceRecord([...value], rules, depth)
  if (value instanceof Set) return reduceList([...value], rules, depth)
  if (Array.isArray(value)) return reduceList(value, rules, depth)
  return reduceRecord(Object.entries(value), rules, depth)
}

function reduceList(items: readonly unknown[], rules: ReduceRules, depth: number): unknown[] {
  const kept = items.slice(0, maxItems).map((item) => reduceValue(item, rules, depth + 1))
  return items.length > maxItems ? [...kept, `[${items.length - maxItems} more]`] : kept
}

function reduceRecord(
  entries: readonly (readonly [unknown, unknown])[],
  rules: ReduceRules,
  depth: number,
): Record<string, unknown> {
  return Object.fromEntries(
    entries.slice(0, maxItems).map(([key, value]) => {
      const name = String(key)
      const isSecret = rules.isSecretName(name) && value !== null && value !== undefined
      return [rules.text(name), isSecret ? rules.redacted : reduceValue(value, rules, depth + 1)]
    }),
  )
}

function reduceError(error: Error, rules: ReduceRules, depth: number): Record<string, unknown> {
  const code = (error as { code?: unknown }).code
  return {
    name: rules.text(error.name),
    ...(typeof code === 'string' || typeof code === 'number' ? { code: rules.text(String(code)) } : {}),
    message: rules.text(error.message),
    ...(error instanceof AppError ? { params: reduceValue(error.params, rules, depth + 1) } : {}),
    ...(typeof error.stack === 'string'
      ? { stack: rules.text(error.stack.split('\n').slice(0, maxStackLines).join('\n')) }
      : {}),
    ...(error.cause === undefined ? {} : { cause: reduceValue(error.cause, rules, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: reduceList(error.errors, rules, depth + 1) } : {}),
  }
}
