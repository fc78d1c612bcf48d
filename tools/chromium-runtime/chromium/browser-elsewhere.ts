import { connect, createServer, type Server, type Socket } from 'node:net'
import { startBrowser, type BrowserProcess } from './browser-process.ts'
import { createProfile, removeProfile } from './profile.ts'

/**
 * A Chromium that another process starts, for an app that runs where none can: on Windows' Node under Wine. Over a socket of this
 * computer, the app's side sends Chromium's arguments as a line of JSON, and gets one with the port of its DevTools server; from
 * then on the socket is the DevTools pipe.
 */

const profileFlag = '--user-data-dir='

/** Reads up to the first line's end, and leaves the rest to whoever reads next. */
const readLine = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let read = Buffer.alloc(0)
    const onData = (chunk: Buffer): void => {
      read = Buffer.concat([read, chunk])
      const end = read.indexOf('\n')
      if (end < 0) return
      socket.off('data', onData).pause()
      if (end + 1 < read.length) socket.unshift(read.subarray(end + 1))
      resolve(read.toString('utf8', 0, end))
    }
    socket.on('data', onData)
    socket.once('close', () => reject(new Error('The connection has ended')))
  })

/** @param address as `127.0.0.1:40000` */
export const startBrowserElsewhere = async (
  address: string,
  args: readonly string[],
): Promise<BrowserProcess> => {
  const [host, port] = address.split(':')
  const socket = connect(Number(port), host).setNoDelay(true)
  socket.on('error', () => undefined)
  const exited = new Promise<null>((resolve) => socket.once('close', () => resolve(null)))
  socket.write(`${JSON.stringify(args)}\n`)
  const debuggingPort = JSON.parse(await readLine(socket)) as number | null
  // Paused, until the first that reads says so.
  setImmediate(() => socket.resume())
  return {
    commands: socket,
    answers: socket,
    debuggingPort: Promise.resolve(debuggingPort),
    exited,
    kill: () => socket.destroy(),
  }
}

async function serve(socket: Socket, executable: string): Promise<void> {
  const asked = JSON.parse(await readLine(socket)) as string[]
  const profile = createProfile()
  const args = asked.filter((arg) => !arg.startsWith(profileFlag))
  // The app cannot know who starts it.
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  const browser = startBrowser(executable, [...args, `${profileFlag}${profile}`])
  browser.commands.on('error', () => undefined)
  socket.once('close', () => browser.kill())
  void browser.exited.then(() => {
    socket.destroy()
    removeProfile(profile)
  })
  socket.write(`${JSON.stringify(await browser.debuggingPort)}\n`)
  socket.pipe(browser.commands)
  browser.answers.pipe(socket)
}

/** Starts a Chromium for each that connects, and ends it with the connection. Listens on this computer only. */
export const serveBrowsers = async (executable: string): Promise<{ server: Server; address: string }> => {
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => undefined)
    serve(socket, executable).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  return { server, address: `127.0.0.1:${bound.port}` }
}
