import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Protocol } from 'electron'
import { appHost, appScheme, mediaIdOf } from './app-scheme.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Answers a request for a recording that is being watched; null when there is none of this id. */
export type MediaAnswer = (id: string, request: Request) => Promise<Response> | null

/** Serves the renderer's files, and nothing outside `root`, and recordings that are being watched. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, root: string, media: MediaAnswer): void {
  protocol.handle(appScheme, (request) => {
    const id = mediaIdOf(request.url)
    if (id === null) return answer(request, root)
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405)
    return media(id, request) ?? plain(404)
  })
}

/** One answer of the app protocol: 405, 404 or a file with its type and our CSP. */
export async function answer(request: Pick<Request, 'method' | 'url'>, root: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405)
  const file = resolveInside(request.url, root)
  const type = file === null ? undefined : contentTypes[path.extname(file)]
  if (file === null || type === undefined) return plain(404)
  try {
    const body = await readFile(file)
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers: headers(type) })
  } catch {
    return plain(404)
  }
}

/** The file that a URL names, or null when it would leave `root` (`..`, encoded or not, NUL, another host). */
export function resolveInside(address: string, root: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.host !== appHost) return null
  const relative = decode(url.pathname)
  if (relative === null || relative.includes('\0') || relative.includes('\\')) return null
  const file = path.resolve(root, `.${relative}`)
  return file.startsWith(path.resolve(root) + path.sep) ? file : null
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function headers(type: string): HeadersInit {
  return {
    'content-type': type,
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  }
}

function plain(status: number): Response {
  return new Response(null, { status, headers: headers('text/plain; charset=utf-8') })
}
