import type { Socket } from 'node:net'

/** Connections for as long as they are open, by what they rely on, which may end. */
export class OpenSockets {
  readonly #sockets = new Map<string, Set<Socket>>()
  readonly #closings = new Map<string, number>()

  /** How many times all of these were closed: who opens one sees by it whether that happened meanwhile. */
  closingsOf(name: string): number {
    return this.#closings.get(name) ?? 0
  }

  keep(name: string, socket: Socket): void {
    const sockets = this.#sockets.get(name) ?? new Set()
    this.#sockets.set(name, sockets.add(socket))
    socket.once('close', () => {
      sockets.delete(socket)
      if (sockets.size === 0 && this.#sockets.get(name) === sockets) this.#sockets.delete(name)
    })
  }

  /** Closes all of these, whether they are in use or kept for later; who uses one hears of a lost connection. */
  closeOf(name: string): void {
    this.#closings.set(name, this.closingsOf(name) + 1)
    for (const socket of this.#sockets.get(name) ?? []) socket.destroy()
  }
}
