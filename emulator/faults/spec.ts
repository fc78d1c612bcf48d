import type { Endpoint, FaultName } from './catalogue.ts'
import { ENDPOINTS, FAULT_NAMES, kindOf } from './catalogue.ts'

/** A fault to switch on. */
export interface FaultSpec {
  readonly name: FaultName
  readonly arg?: string | number
  /** Limits the fault to one endpoint. */
  readonly endpoint?: Endpoint
  /** The fault switches off after it hit this many requests. */
  readonly times?: number
  /** This many matching requests pass unharmed first. */
  readonly skip?: number
  /**
   * Limits the fault to paths that contain this. Downloads are known by it from the start, queries and uploads once
   * their parameters are read, which is too late for faults that answer in their place.
   */
  readonly path?: string
}

/**
 * Reads `NAME[=ARG][@ENDPOINT][+SKIP][*TIMES]`, for example `status=503@query+1*2`: the second and third query fail.
 * @throws Error with the reason when it is not a fault
 */
export function parseFault(text: string): FaultSpec {
  const match = /^([a-z0-9-]+)(?:=(.*?))?(?:@([a-z]+))?(?:\+(\d+))?(?:\*(\d+))?$/.exec(text)
  if (!match) throw new Error(`not a fault: ${text}`)
  const [, name, arg, endpoint, skip, times] = match
  return checkFault({
    name,
    ...(arg === undefined ? {} : { arg }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(skip === undefined ? {} : { skip: Number(skip) }),
    ...(times === undefined ? {} : { times: Number(times) }),
  })
}

/**
 * Checks a fault that came as JSON or as text.
 * @throws Error with the reason when it is not one
 */
export function checkFault(value: unknown): FaultSpec {
  if (typeof value === 'string') return parseFault(value)
  const fault = value as Partial<Record<keyof FaultSpec, unknown>> | null
  const name = FAULT_NAMES.find((known) => known === fault?.name)
  if (!fault || !name)
    throw new Error(`unknown fault ${JSON.stringify(value)}: use ${FAULT_NAMES.join(', ')}`)
  const { arg, endpoint, times, skip, path } = fault
  if (arg !== undefined && typeof arg !== 'string' && typeof arg !== 'number')
    throw new Error(`${name}: bad arg`)
  const kind = kindOf(name)
  if (kind.required && (arg === undefined || arg === ''))
    throw new Error(`${name} needs =${kind.arg ?? 'ARG'}`)
  if (arg !== undefined && !isArgument(kind.arg, String(arg))) {
    throw new Error(
      kind.arg === undefined ? `${name} takes no argument` : `${name}: ${arg} is no ${kind.arg}`,
    )
  }
  const known = ENDPOINTS.find((candidate) => candidate === endpoint)
  if (endpoint !== undefined && !known)
    throw new Error(`${name}: unknown endpoint, use ${ENDPOINTS.join(', ')}`)
  if (!isCount(times) || !isCount(skip)) throw new Error(`${name}: times and skip are whole numbers`)
  if (path !== undefined && typeof path !== 'string') throw new Error(`${name}: path is a string`)
  return {
    name,
    ...(arg === undefined ? {} : { arg }),
    ...(known === undefined ? {} : { endpoint: known }),
    ...(times === undefined ? {} : { times }),
    ...(skip === undefined ? {} : { skip }),
    ...(path === undefined ? {} : { path }),
  }
}

/** Whether `text` is what the catalogue calls `meaning`; all but places, tags and byte positions are whole numbers. */
function isArgument(meaning: string | undefined, text: string): boolean {
  if (meaning === 'LOCATION') return true
  if (meaning === 'each') return text === 'each'
  if (meaning === 'CODE') return /^[2-5]\d\d$/.test(text)
  if (meaning === 'BYTES' && /^\d+(\.\d+)?%$/.test(text)) return true
  return meaning !== undefined && /^\d+$/.test(text)
}

function isCount(value: unknown): value is number | undefined {
  return value === undefined || (Number.isInteger(value) && (value as number) >= 0)
}
