import { Agent, type ClientRequestArgs } from 'node:http'
import { connect, type NetConnectOpts, type Socket } from 'node:net'

/** What one system call may take off a socket, in bytes. Node's own 64 KiB make for eight times the calls and callbacks. */
const readBytes = 1024 * 1024

/**
 * Connections that read into one large buffer, which all of them share: each read is passed on before the next one
 * happens, and Node's HTTP parser copies what it keeps (`onread` of Node's `net.connect`). Without it every read allocates 64 KiB that
 * the garbage collector has to find: 500 MB cost three times the CPU time.
 */
export class LargeReadAgent extends Agent {
  readonly #buffer = Buffer.allocUnsafeSlow(readBytes)

  override createConnection(options: ClientRequestArgs): Socket {
    const onread = {
      buffer: this.#buffer,
      callback: (bytes: number, buffer: Uint8Array): boolean => {
        const chunk = Buffer.from(buffer.buffer, buffer.byteOffset, bytes)
        // Bytes that nobody has asked for, on a connection that is kept for later: it cannot be trusted any more.
        if (!socket.emit('data', chunk)) socket.destroy()
        return true
      },
    }
    const socket = connect({ ...options, onread } as unknown as NetConnectOpts)
    return socket
  }
}
