import type { TransfersDelta } from '#shared/models/transfer.ts'

/** Counts the transfers that have the network now, from what the window is told. */
export class ActiveTransfers {
  readonly #ids = new Set<string>()

  get count(): number {
    return this.#ids.size
  }

  note({ upserted, removed }: TransfersDelta): void {
    for (const { id, state } of upserted) {
      if (state.kind === 'preparing' || state.kind === 'running' || state.kind === 'verifying')
        this.#ids.add(id)
      else this.#ids.delete(id)
    }
    for (const id of removed) this.#ids.delete(id)
  }
}
