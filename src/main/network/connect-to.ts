import { connect, type Socket } from 'node:net'
import { within } from './within.ts'

/**
 * An open connection, within so many ms.
 *
 * @throws Node's own error, or AppError `network.timeout`
 */
export async function connectTo(
  { host, port }: { readonly host: string; readonly port: number },
  ms: number,
): Promise<Socket> {
  const socket = connect({ host, port, autoSelectFamily: true })
  try {
    await within(ms, () => {
      return new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve)
        socket.once('error', reject)
      })
    })
    return socket
  } catch (error) {
    socket.on('error', () => undefined)
    socket.destroy()
    throw error
  }
}
