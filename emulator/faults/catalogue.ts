/** Parts of the server that a fault can be limited to. */
export const ENDPOINTS = ['query', 'delete', 'upload', 'download'] as const
export type Endpoint = (typeof ENDPOINTS)[number]

/** Endpoints that answer with the JSON envelope. */
const API = ['query', 'delete', 'upload'] as const

interface Kind {
  /** Endpoints it applies to when none is named. */
  readonly on: readonly Endpoint[]
  /** What the argument is; `required` faults have no useful default. */
  readonly arg?: string
  readonly required?: true
  readonly does: string
}

/** All faults. Byte positions are a number or a percentage of the body, such as `50%`. */
export const FAULTS = {
  latency: { on: ENDPOINTS, arg: 'MS', required: true, does: 'waits before each answer' },
  bandwidth: { on: ['upload', 'download'], arg: 'KBPS', required: true, does: 'kilobits/s per connection' },
  drop: { on: ENDPOINTS, does: 'resets the connection on arrival, nothing is done' },
  'drop-answer': { on: API, does: 'does what was asked, then closes the connection without an answer' },
  stall: { on: ENDPOINTS, does: 'does what was asked, then holds the answer back while active' },
  'drop-at': { on: ['download'], arg: 'BYTES', does: 'resets the connection after N body bytes' },
  'stall-at': { on: ['download'], arg: 'BYTES', does: 'sends nothing after N body bytes while active' },
  truncate: { on: ['download'], arg: 'BYTES', does: 'closes the connection cleanly after N body bytes' },
  'upload-drop-at': { on: ['upload'], arg: 'BYTES', does: 'resets the connection after N body bytes' },
  'upload-stall-at': { on: ['upload'], arg: 'BYTES', does: 'stops reading after N body bytes while active' },
  'upload-drop-after-store': { on: ['upload'], does: 'saves the file, then closes without an answer' },
  'upload-drop-before-store': { on: ['upload'], does: 'takes the whole body, then closes without saving it' },
  status: { on: ENDPOINTS, arg: 'CODE', does: 'answers this HTTP status (default 503)' },
  'rate-limit': { on: ENDPOINTS, arg: 'SECONDS', does: '429 with Retry-After (default 1)' },
  redirect: { on: ENDPOINTS, arg: 'LOCATION', required: true, does: '302 to another place' },
  'redirect-307': { on: ENDPOINTS, arg: 'LOCATION', required: true, does: '307 to another place' },
  'html-page': { on: ENDPOINTS, does: '200 with an HTML page' },
  'rsp-code': { on: API, arg: 'N', required: true, does: 'answers this RspCode, nothing is done' },
  'malformed-json': { on: API, does: 'answers something that is not JSON' },
  'truncated-json': { on: API, does: 'answers the first half of the JSON' },
  'empty-body': { on: API, does: 'answers 200 with no body' },
  'wrong-content-range': {
    on: ['download'],
    arg: 'SHIFT',
    does: 'Content-Range is off by N bytes (default 1)',
  },
  'ignore-range': { on: ['download'], does: '200 and the whole file to a Range request' },
  'change-etag': { on: ['download'], arg: 'each', does: 'another ETag than before; `each`: on every answer' },
  'expired-url': {
    on: ['download'],
    arg: 'TTL_MS',
    does: '403 for URLs issued before, or older than the TTL',
  },
  'wrong-length': {
    on: ['download'],
    arg: 'BYTES',
    does: 'the body is N bytes longer than listed (default 1)',
  },
  corrupt: { on: ['download'], arg: 'OFFSET', does: 'flips the byte at this offset of the file (default 0)' },
  'duplicate-page': {
    on: ['query'],
    arg: 'PAGE',
    does: 'page N (default 2) repeats the files of the one before',
  },
  'missing-page': { on: ['query'], arg: 'PAGE', does: 'page N (default 2) has no files' },
  'ignore-search-time': { on: ['query'], does: 'pages always show the tree as it is now' },
} as const satisfies Record<string, Kind>

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[]

/** What a fault is and does, with the optional fields present. */
export function kindOf(name: FaultName): Kind {
  return FAULTS[name]
}
