import { describe } from '../api/rsp-code.ts'
import type { Exchange } from './exchange.ts'
import { hangUp, readyToAnswer } from './exchange.ts'
import { sendHtml } from './pages.ts'

/** Answers a netDisk call in the dialect's envelope, as JSONP when the request names a callback. */
export async function answer(
  exchange: Exchange,
  code: number,
  data?: Record<string, unknown>,
): Promise<void> {
  const { res, logged, faults, core } = exchange
  logged.rspCode = code
  if (!(await readyToAnswer(exchange))) return
  if (faults.take('drop-answer')) {
    hangUp(exchange, 'end')
    return
  }
  const callback = exchange.req.method === 'GET' ? exchange.url.searchParams.get('callback') : null
  if (callback !== null && !/^[\w$.]{1,100}$/.test(callback)) {
    sendHtml(res, 400)
    return
  }
  const json = JSON.stringify(envelope(exchange, code, data))
  const body = spoil(exchange, callback === null ? json : `${callback}(${json})`)
  const type = callback === null ? core.dialect.contentType : 'application/javascript;charset=UTF-8'
  res.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
  res.end(body)
}

function envelope({ core }: Exchange, code: number, data?: Record<string, unknown>): Record<string, unknown> {
  const { rspCode, rspDesc, emptyData } = core.dialect
  const nothing = emptyData === 'absent' ? {} : { Data: emptyData === 'null' ? null : {} }
  return {
    RspCode: rspCode === 'string' ? String(code) : code,
    ...(rspDesc ? { RspDesc: describe(code) } : {}),
    ...(data ? { Data: data } : nothing),
  }
}

function spoil({ faults }: Exchange, body: string): string {
  if (faults.take('empty-body')) return ''
  if (faults.take('malformed-json')) return body.replace('{', '{,').replaceAll('"', "'")
  if (faults.take('truncated-json')) return body.slice(0, body.length / 2)
  return body
}
