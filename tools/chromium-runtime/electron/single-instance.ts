import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning } from '../chromium/profile.ts'

export interface SecondInstance {
  readonly argv: readonly string[]
  readonly workingDirectory: string
  readonly additionalData: unknown
}

interface LockContent {
  readonly pid: number
  readonly address: string
}

/** Sends stdin to the socket and waits for its end: run synchronously, since Electron's call answers at once. */
const notifier = `
const socket = require('node:net').connect(process.argv[1])
socket.on('error', () => process.exit(1)).on('close', () => process.exit(0))
process.stdin.pipe(socket)
socket.resume()
`

const socketAddress = (userData: string): string => {
  const name = `cloudroom-${createHash('sha256').update(userData).digest('hex').slice(0, 16)}-${process.pid}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

const readLock = (file: string): LockContent | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockContent
  } catch {
    // Absent, or its owner was killed while writing it.
    return null
  }
}

const notify = (address: string, message: SecondInstance): boolean => {
  const { status } = spawnSync(process.execPath, ['-e', notifier, address], {
    input: JSON.stringify(message),
    timeout: 5_000,
  })
  return status === 0
}

const readAll = async (socket: Socket): Promise<string> => {
  let text = ''
  for await (const chunk of socket.setEncoding('utf8')) text += chunk as string
  return text
}

/**
 * One instance per user data folder: a lock file names the first one's process and socket. A lock whose process
 * is gone, or whose socket nobody answers, belonged to an instance that was killed, and is taken over.
 */
export class SingleInstanceLock {
  private server: Server | null = null
  private file: string | null = null

  get isHeld(): boolean {
    return this.server !== null
  }

  acquire(userData: string, self: SecondInstance, onSecond: (second: SecondInstance) => void): boolean {
    if (this.isHeld) return true
    mkdirSync(userData, { recursive: true })
    const file = join(userData, 'chromium-runtime.lock')
    const content: LockContent = { pid: process.pid, address: socketAddress(userData) }
    if (!this.write(file, content)) {
      const owner = readLock(file)
      if (owner !== null && isRunning(owner.pid) && notify(owner.address, self)) return false
      rmSync(file, { force: true })
      // A pipe of Windows is no file, and is gone with its process.
      if (owner !== null && process.platform !== 'win32') rmSync(owner.address, { force: true })
      if (!this.write(file, content)) return false
    }
    this.file = file
    this.listen(content.address, onSecond)
    return true
  }

  release(): void {
    this.server?.close()
    this.server = null
    if (this.file !== null) rmSync(this.file, { force: true })
    this.file = null
  }

  /** False when the file is there: creating it is the one step that only one process can succeed in. */
  private write(file: string, content: LockContent): boolean {
    try {
      writeFileSync(file, JSON.stringify(content), { flag: 'wx', mode: 0o600 })
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    }
  }

  private listen(address: string, onSecond: (second: SecondInstance) => void): void {
    this.server = createServer({ allowHalfOpen: true }, (socket) => {
      readAll(socket)
        .then((text) => {
          socket.end()
          onSecond(JSON.parse(text) as SecondInstance)
        })
        .catch(() => socket.destroy())
    })
    this.server.listen(address)
    this.server.unref()
  }
}
