import { uploadBody } from '../api/upload-body.ts'
import { numberArg } from '../faults/fault-set.ts'
import { answer } from './envelope.ts'
import type { Exchange } from './exchange.ts'
import { hangUp, readyToAnswer } from './exchange.ts'
import { sendHtml } from './pages.ts'

/**
 * Faults that answer in place of the endpoint. The body of an upload is read first, so that the sender sees the
 * answer instead of a broken pipe.
 * @returns true when the request has been dealt with
 */
export async function preempt(exchange: Exchange): Promise<boolean> {
  const { faults, res } = exchange
  if (faults.take('drop')) {
    hangUp(exchange, 'reset')
    return true
  }
  const code = faults.take('rsp-code')
  if (code) {
    await swallow(exchange)
    await answer(exchange, numberArg(code, 5))
    return true
  }
  const reply = cannedReply(exchange)
  if (!reply) return false
  await swallow(exchange)
  if (await readyToAnswer(exchange)) sendHtml(res, reply.status, reply.headers)
  return true
}

function cannedReply({ faults }: Exchange): { status: number; headers: Record<string, string> } | null {
  const status = faults.take('status')
  if (status) return { status: numberArg(status, 503), headers: {} }
  const limited = faults.take('rate-limit')
  if (limited) return { status: 429, headers: { 'Retry-After': String(numberArg(limited, 1)) } }
  const found = faults.take('redirect')
  if (found) return { status: 302, headers: { Location: String(found.spec.arg) } }
  const temporary = faults.take('redirect-307')
  if (temporary) return { status: 307, headers: { Location: String(temporary.spec.arg) } }
  return faults.take('html-page') ? { status: 200, headers: {} } : null
}

async function swallow(exchange: Exchange): Promise<void> {
  if (exchange.endpoint !== 'upload') return
  const body = uploadBody(exchange)
  while (!(await body.next()).done) continue
}
