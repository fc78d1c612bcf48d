import type { Socket } from 'node:net'

/** Connections through proxies for as long as they are open, by proxy (`host:port`). */
export class OpenTunnels {
  readonly #sockets = new Map<string, Set<Socket>>()

  note(proxy: string, socket: Socket): void {
    const sockets = this.#sockets.get(proxy) ?? new Set()
    this.#sockets.set(proxy, sockets.add(socket))
    socket.once('close', () => {
      sockets.delete(socket)
      if (sockets.size === 0 && this.#sockets.get(proxy) === sockets) this.#sockets.delete(proxy)
    })
  }

  /** Closes all of a proxy's; who uses one hears of a lost connection. */
  closeOf(proxy: string): void {
    for (const socket of this.#sockets.get(proxy) ?? []) socket.destroy()
  }
}
