import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { normalizeRspCode, rspCodeError } from './rsp-codes.ts'
import { httpError } from './http-errors.ts'
import type { RawAnswer } from './exchange.ts'

/** `RspDesc` and `Data` are optional everywhere (facts sheet, "Response envelope"). */
const envelopeSchema = z.looseObject({
  RspCode: z.union([z.string().max(64), z.number()]),
  RspDesc: z.unknown().optional(),
  Data: z.unknown().optional(),
})

export interface Envelope {
  /** Normalised: `0`, `7`. */
  readonly code: string
  /** The server's own words: for the log only, redacted. */
  readonly description: string
  readonly data: unknown
}

/**
 * The business answer in a raw answer. A readable envelope counts whatever the HTTP status is, except that no error status
 * is a success. Throws AppError: server.redirected, server.busy, server.httpStatus, server.notCloudRoom, server.malformed.
 */
export function readEnvelope(answer: RawAnswer): Envelope {
  const text = new TextDecoder().decode(answer.body).trim()
  const envelope = parseEnvelope(text)
  const isOk = answer.status >= 200 && answer.status < 300
  if (envelope !== null && (isOk || (answer.status >= 400 && envelope.code !== '0'))) return envelope
  if (!isOk) throw httpError(answer)
  throw notAnEnvelope(text, answer)
}

/** Throws the AppError that the code stands for, unless it is success. */
export function requireSuccess(envelope: Envelope): void {
  if (envelope.code !== '0') throw rspCodeError(envelope.code)
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    // The parser's message quotes the text, so it goes nowhere.
    return null
  }
}

function parseEnvelope(text: string): Envelope | null {
  const json = parseJson(text)
  const parsed = envelopeSchema.safeParse(json?.value)
  if (!parsed.success) return null
  const { RspCode, RspDesc, Data } = parsed.data
  return {
    code: normalizeRspCode(RspCode),
    description: typeof RspDesc === 'string' ? RspDesc : '',
    data: Data ?? null,
  }
}

function notAnEnvelope(text: string, answer: RawAnswer): AppError {
  if (!answer.isComplete) return new AppError('server.malformed', { params: { detail: 'truncated' } })
  if (text === '') return new AppError('server.malformed', { params: { detail: 'empty' } })
  if (text.startsWith('<')) return new AppError('server.notCloudRoom', { params: { detail: 'html' } })
  return parseJson(text) === null
    ? new AppError('server.malformed', { params: { detail: 'notJson' } })
    : new AppError('server.notCloudRoom', { params: { detail: 'otherJson' } })
}
