import type { ByteSource } from '../content/byte-source.ts'
import { numberArg } from '../faults/fault-set.ts'
import type { Exchange } from '../http/exchange.ts'
import { readyToAnswer } from '../http/exchange.ts'
import { sendHtml } from '../http/pages.ts'
import type { FileEntry } from '../tree/entries.ts'
import { parseDownloadUrl } from './download-url.ts'
import { ifRangeHolds, parseRange } from './range.ts'
import { transmit } from './transmit.ts'
import { longerBy } from '../content/longer-source.ts'
import { validatorsOf } from './validators.ts'

/** Serves the file behind a `downUrl`: 200 or 206, 416, 403 for a bad or expired URL, 404 for a deleted file. */
export async function download(exchange: Exchange): Promise<void> {
  const { core, url, res } = exchange
  const target = parseDownloadUrl(url)
  const file = target && core.disk.tree.fileById(target.fileId)
  if (!(await readyToAnswer(exchange))) return
  if (!target || isExpired(exchange, target.issued)) {
    sendHtml(res, 403)
    return
  }
  if (!file) {
    sendHtml(res, 404)
    return
  }
  const source = await core.disk.open(file)
  try {
    await serve(exchange, file, source)
  } finally {
    await source.close()
  }
}

async function serve(exchange: Exchange, file: FileEntry, opened: ByteSource): Promise<void> {
  const { core, req, res, faults } = exchange
  const longer = faults.take('wrong-length')
  const source = longer ? longerBy(opened, numberArg(longer, 1)) : opened
  const { size } = source
  const { etag, lastModified, headers } = await validatorsOf(exchange, file)
  const heeded = core.dialect.ranges && ifRangeHolds([req.headers['if-range']].flat()[0], etag, lastModified)
  const asked = heeded ? parseRange(req.headers.range, size) : null
  const range = asked !== null && faults.take('ignore-range') ? null : asked
  if (range === 'unsatisfiable') {
    sendHtml(res, 416, { 'Content-Range': `bytes */${size}` })
    return
  }
  const { start, end } = range ?? { start: 0, end: size - 1 }
  const shift = range ? shiftOf(exchange) : 0
  res.writeHead(range ? 206 : 200, {
    'Content-Type': 'video/mp4',
    'Content-Length': end - start + 1,
    ...(range ? { 'Content-Range': `bytes ${start + shift}-${end + shift}/${size}` } : {}),
    ...headers,
  })
  if (req.method === 'HEAD') res.end()
  else await transmit(exchange, file, source, { start, end })
}

function isExpired({ faults, core }: Exchange, issued: number): boolean {
  const fault = faults.peek('expired-url')
  if (!fault) return false
  const ttl = fault.spec.arg === undefined ? null : numberArg(fault, 0)
  const expired = ttl === null ? issued < fault.since : core.clock.read() - issued > ttl
  if (expired) faults.use(fault)
  return expired
}

function shiftOf({ faults }: Exchange): number {
  const fault = faults.take('wrong-content-range')
  return fault ? numberArg(fault, 1) : 0
}
