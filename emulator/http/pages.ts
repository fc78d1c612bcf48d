import { STATUS_CODES } from 'node:http'
import type { ServerResponse } from 'node:http'

/** Answers as a servlet container does when no application takes the request: an HTML page. */
export function sendHtml(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  const reason = STATUS_CODES[status] ?? 'Unknown'
  const body = [
    '<!doctype html><html lang="en"><head>',
    `<title>HTTP Status ${status} – ${reason}</title></head>`,
    `<body><h1>HTTP Status ${status} – ${reason}</h1><hr /></body></html>`,
  ].join('')
  const length = Buffer.byteLength(body)
  res.writeHead(status, { 'Content-Type': 'text/html;charset=utf-8', 'Content-Length': length, ...headers })
  res.end(body)
}
