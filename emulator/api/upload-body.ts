import { positionArg } from '../faults/fault-set.ts'
import type { Exchange } from '../http/exchange.ts'
import { hangUp } from '../http/exchange.ts'
import { Pacer } from './pacer.ts'

/**
 * The body of an upload, at the rate and up to the point that the faults allow. Ends early, with
 * {@link Exchange.gone} aborted or about to be, when the connection is lost or a fault cuts it.
 */
export async function* uploadBody(exchange: Exchange): AsyncGenerator<Buffer> {
  const { req, gone, logged } = exchange
  const pacer = new Pacer(exchange)
  const total = Number(req.headers['content-length'] ?? 0)
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      logged.bytes += chunk.length
      while (stallsAt(exchange, total) && !gone.aborted) await exchange.faults.nextChange(gone)
      if (dropsAt(exchange, total)) {
        hangUp(exchange, 'reset')
        return
      }
      yield chunk
      await pacer.pace(chunk.length)
    }
  } catch {
    // The sender hung up; what came so far is all there will be.
  }
}

function stallsAt({ faults, logged }: Exchange, total: number): boolean {
  const fault = faults.peek('upload-stall-at')
  if (!fault || logged.bytes < positionArg(fault, total)) return false
  faults.use(fault)
  return true
}

function dropsAt({ faults, logged }: Exchange, total: number): boolean {
  const fault = faults.peek('upload-drop-at')
  if (!fault || logged.bytes < positionArg(fault, total)) return false
  faults.use(fault)
  return true
}
