import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { Emulator, EmulatorOptions } from '#emulator/server.ts'
import { startEmulator } from '#emulator/server.ts'

/** md5("1&1"), the check value of the facts sheet. */
export const SECRET_KEY = 'a7febff6a21c36fb50150f88c95ef641'
export const COMMON = { RequestId: '6f9619ff-8b86-d011-b42d-00c04fc964ff', CompID: 1, SecretKey: SECRET_KEY }

export interface Row {
  id: number
  fileName: string
  filePath: string
  fileSize: string
  downUrl: string
  ctime: string
}
export interface Listing {
  fileList: Row[]
  dirData: { dirId: number; parentId: number; dirPath: string; dirName: string }[]
  fileNum: number
  searchTime: string
}
export interface Answer {
  RspCode: string
  RspDesc?: string
  Data?: Listing
}

/** Starts an emulator that is empty unless told otherwise and goes away with the test. */
export async function emulate(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ seed: 'empty', ...options })
  onTestFinished(() => emulator.close())
  return emulator
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Posts a JSON body exactly as given. */
export function postJson(emulator: Emulator, action: string, body: unknown): Promise<Response> {
  return fetch(`${emulator.url}/netDisk/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** Calls query or delete with the common parameters. */
export async function call(emulator: Emulator, action: 'query' | 'delete', params: object): Promise<Answer> {
  const response = await postJson(emulator, action, { ...COMMON, ...params })
  return (await response.json()) as Answer
}

/** A query that must have data. */
export async function list(emulator: Emulator, params: object = {}): Promise<Listing> {
  const answer = await call(emulator, 'query', params)
  if (!answer.Data) throw new Error(`no data: ${JSON.stringify(answer)}`)
  return answer.Data
}

export async function urlOf(emulator: Emulator, path: string): Promise<string> {
  const row = (await list(emulator, { FileName: path })).fileList[0]
  if (!row) throw new Error(`no ${path}`)
  return row.downUrl
}

/** Uploads as a browser's FormData does, file last. */
export function upload(
  emulator: Emulator,
  name: string,
  content: Uint8Array<ArrayBuffer>,
  fields: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData()
  const texts = { ...COMMON, FileName: encodeURIComponent(name), ...fields }
  for (const [key, value] of Object.entries(texts)) form.set(key, String(value))
  form.set('file', new Blob([content]), 'part-name.mp4')
  return fetch(`${emulator.url}/netDisk/upload`, { method: 'POST', body: form })
}

export async function uploadCode(...args: Parameters<typeof upload>): Promise<string> {
  const response = await upload(...args)
  return ((await response.json()) as Answer).RspCode
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Bytes that differ from call to call with another `salt`. */
export function noise(length: number, salt = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index++) bytes[index] = index * 31 + salt * 7 + (index >> 8)
  return bytes
}

export async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer())
}

/** Polls until `check` stops throwing. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 5000, interval: 5 })
}

/** Sends bytes over a plain socket and gives back everything that came until the other side closed. */
export function exchangeRaw(
  emulator: Emulator,
  request: Uint8Array,
): Promise<{ text: string; reset: boolean }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let reset = false
    const socket = connect(emulator.port, '127.0.0.1', () => socket.write(request))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => (reset = true))
    socket.on('close', () => resolve({ text: Buffer.concat(chunks).toString('utf8'), reset }))
  })
}

/** Reads a body as far as it comes; `failed` when it ended before its Content-Length. */
export async function readAsFarAsItGoes(response: Response): Promise<{ bytes: Buffer; failed: boolean }> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk)
    return { bytes: Buffer.concat(chunks), failed: false }
  } catch {
    return { bytes: Buffer.concat(chunks), failed: true }
  }
}
