import type { IncomingMessage, ServerResponse } from 'node:http'
import { deleteFile } from '../api/delete.ts'
import { parseDownloadUrl } from '../api/download-url.ts'
import { download } from '../api/download.ts'
import { Params, parseJsonObject } from '../api/params.ts'
import { query } from '../api/query.ts'
import { RspCode } from '../api/rsp-code.ts'
import { upload } from '../api/upload.ts'
import type { Core } from '../core.ts'
import { pathOf } from '../tree/entries.ts'
import { control } from './control.ts'
import { answer } from './envelope.ts'
import type { Exchange } from './exchange.ts'
import { openExchange } from './exchange.ts'
import { sendHtml } from './pages.ts'
import { preempt } from './preempt.ts'
import { readText } from './request-body.ts'
import { route } from './routes.ts'

/** Takes one HTTP request to its end. */
export async function handle(core: Core, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const method = req.method ?? ''
  const url = parseUrl(core.origin, req.url ?? '')
  if (url?.pathname.startsWith('/__control/')) {
    await control(core, url, req, res)
    return
  }
  const found = url && route(method, url)
  const logged = core.counters.begin({
    time: core.clock.read(),
    method,
    url: req.url ?? '',
    endpoint: found?.endpoint ?? null,
    headers: req.headers,
  })
  res.once('close', () => {
    if (res.headersSent) logged.status = res.statusCode
    core.counters.finish(logged)
  })
  if (!found) {
    sendHtml(res, 404)
    return
  }
  const exchange = openExchange(core, req, res, found, logged)
  if (found.endpoint === 'download') exchange.faults.path = downloadPath(core, found.url)
  try {
    if (!(await preempt(exchange))) await serve(exchange)
  } catch (error) {
    if (exchange.gone.aborted) return
    // A real server answers 5 and keeps the reason to itself; here the reason belongs into the test's output.
    process.emitWarning(error instanceof Error ? error : String(error))
    if (res.headersSent) res.destroy()
    else await answer(exchange, RspCode.unknownError)
  }
}

async function serve(exchange: Exchange): Promise<void> {
  if (exchange.endpoint === 'download') {
    exchange.logged.params = Object.fromEntries(exchange.url.searchParams)
    await download(exchange)
    return
  }
  if (exchange.endpoint === 'upload') {
    const code = await upload(exchange)
    if (code !== null) await answer(exchange, code)
    return
  }
  const params = await readParams(exchange)
  if (exchange.gone.aborted) return
  if (!params) {
    await answer(exchange, RspCode.badParameters)
    return
  }
  exchange.logged.params = params.raw
  const account = exchange.core.accounts.check(params)
  if (account !== RspCode.ok) await answer(exchange, account)
  else if (exchange.endpoint === 'delete') await answer(exchange, await deleteFile(exchange, params))
  else {
    const { code, data } = query(exchange, params)
    await answer(exchange, code, data)
  }
}

async function readParams({ req, url }: Exchange): Promise<Params | null> {
  if (req.method === 'GET') return new Params(Object.fromEntries(url.searchParams))
  const text = await readText(req)
  const isJson = /^application\/json\b/i.test(req.headers['content-type'] ?? '')
  const body = isJson && text !== null ? parseJsonObject(text) : null
  return body && new Params(body)
}

function downloadPath(core: Core, url: URL): string | null {
  const file = core.disk.tree.fileById(parseDownloadUrl(url)?.fileId ?? -1)
  return file ? pathOf(file) : null
}

function parseUrl(origin: string, target: string): URL | null {
  return URL.canParse(origin + target) ? new URL(origin + target) : null
}
