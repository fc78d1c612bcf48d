import { once } from 'node:events'
import type { ByteSource } from '../content/byte-source.ts'
import { numberArg, positionArg } from '../faults/fault-set.ts'
import type { Exchange } from '../http/exchange.ts'
import { hangUp, pause } from '../http/exchange.ts'
import { pathOf } from '../tree/entries.ts'
import type { FileEntry } from '../tree/entries.ts'
import { Pacer } from './pacer.ts'
import type { ByteRange } from './range.ts'

const TRIGGERS = ['stall-at', 'truncate', 'drop-at'] as const

/** Sends the bytes of `range`, meeting the faults that are on at each moment. Ends the response unless it was cut. */
export async function transmit(
  exchange: Exchange,
  file: FileEntry,
  source: ByteSource,
  range: ByteRange,
): Promise<void> {
  const { res, gone, core, logged } = exchange
  const total = range.end - range.start + 1
  const pacer = new Pacer(exchange)
  let sent = 0
  while (sent < total && !gone.aborted) {
    const room = await roomBeforeFault(exchange, sent, total)
    if (room === 0) return
    const max = Math.min(pacer.chunkBytes(), room, total - sent)
    const chunk = corrupted(exchange, range.start + sent, await source.read(range.start + sent, max))
    sent += chunk.length
    core.counters.served(logged, pathOf(file), chunk.length)
    if (!res.write(chunk)) await once(res, 'drain', { signal: gone }).catch(() => undefined)
    await pacer.pace(chunk.length)
  }
  res.end()
}

/** Bytes that may be sent before the next fault; 0 when a fault has just cut the connection. */
async function roomBeforeFault(exchange: Exchange, sent: number, total: number): Promise<number> {
  for (;;) {
    let room = Infinity
    let stalled = false
    for (const name of TRIGGERS) {
      const fault = exchange.faults.peek(name)
      if (!fault) continue
      const at = positionArg(fault, total)
      if (sent < at) room = Math.min(room, at - sent)
      else {
        exchange.faults.use(fault)
        if (name === 'stall-at') stalled = true
        else {
          await cut(exchange, name === 'truncate' ? 'end' : 'reset')
          return 0
        }
      }
    }
    if (!stalled) return room
    await exchange.faults.nextChange(exchange.gone)
    if (exchange.gone.aborted) return 0
  }
}

/** ms that a reader on Windows gets for what has arrived: a reset makes Windows forget what was not read by then. */
const readingTime = process.platform === 'win32' ? 100 : 0

/** Hangs up; before a reset, what was written gets up to a second to leave, because a reset throws it away. */
async function cut(exchange: Exchange, how: 'end' | 'reset'): Promise<void> {
  exchange.res.flushHeaders()
  const patience = performance.now() + 1000
  while (how === 'reset' && exchange.req.socket.writableLength > 0 && performance.now() < patience) {
    await pause(exchange, 1)
    if (exchange.gone.aborted) return
  }
  if (how === 'reset') await pause(exchange, readingTime)
  hangUp(exchange, how)
}

function corrupted(exchange: Exchange, offset: number, chunk: Uint8Array): Uint8Array {
  const fault = exchange.faults.peek('corrupt')
  if (!fault) return chunk
  const at = numberArg(fault, 0) - offset
  const byte = chunk[at]
  if (byte === undefined) return chunk
  exchange.faults.use(fault)
  // The chunk can be part of a shared pattern: change a copy.
  const copy = Uint8Array.from(chunk)
  copy[at] = byte ^ 0xff
  return copy
}
