import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkFault } from '../faults/spec.ts'
import type { Core } from '../core.ts'
import { listing, stored } from '../inspect.ts'
import { sendHtml } from './pages.ts'
import { readText } from './request-body.ts'

/**
 * What tests use to steer a running emulator and to look inside: `POST /__control/faults` (a JSON array replaces the
 * active faults), `GET /__control/state`, `POST /__control/reset-counters`, `GET /__control/listing` and
 * `GET /__control/file?path=` (size and SHA-256 of what the server holds). `POST /__control/movie` with
 * `{ path, size, moov }` adds a synthesised movie, as `Emulator.addMovie` does.
 */
export async function control(
  core: Core,
  url: URL,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  switch (`${req.method ?? ''} ${url.pathname}`) {
    case 'POST /__control/faults':
      setFaults(core, await readText(req), res)
      return
    case 'GET /__control/state':
      send(res, 200, core.counters.state())
      return
    case 'POST /__control/movie':
      addMovie(core, await readText(req), res)
      return
    case 'POST /__control/reset-counters':
      core.counters.reset()
      send(res, 200, {})
      return
    case 'GET /__control/listing':
      send(res, 200, listing(core.disk))
      return
    case 'GET /__control/file':
      send(res, 200, await stored(core.disk, url.searchParams.get('path') ?? ''))
      return
    default:
      sendHtml(res, 404)
  }
}

function setFaults(core: Core, text: string | null, res: ServerResponse): void {
  try {
    const value: unknown = JSON.parse(text ?? '')
    if (!Array.isArray(value)) throw new Error('faults are a JSON array')
    core.faults.set(value.map(checkFault), core.clock.tick())
    send(res, 200, { active: core.faults.active.map((fault) => fault.spec) })
  } catch (error) {
    send(res, 400, { error: error instanceof Error ? error.message : String(error) })
  }
}

function addMovie(core: Core, text: string | null, res: ServerResponse): void {
  try {
    const { path, size, moov } = JSON.parse(text ?? '') as Record<string, unknown>
    if (typeof path !== 'string' || typeof size !== 'number' || (moov !== 'front' && moov !== 'end'))
      throw new Error('a movie has a path, a size in bytes and a moov, which is front or end')
    send(res, 200, core.disk.addMovie(path, size, moov))
  } catch (error) {
    send(res, 400, { error: error instanceof Error ? error.message : String(error) })
  }
}

function send(res: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  res.end(body)
}
