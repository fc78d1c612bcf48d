/** The part of Electron's Notification that this needs. */
export interface KeptNotification {
  on(event: 'click', listener: () => void): unknown
  on(event: 'close', listener: (details: { readonly reason?: string }) => void): unknown
  on(event: 'failed', listener: (event: object, error: string) => void): unknown
  show(): void
}

/** Windows keeps as many of one app. */
const maxKept = 20

/**
 * Shows notifications and holds them until they are clicked, closed or have failed: one that is collected before that tells
 * nobody of its click (electron/electron#12690).
 */
export class KeptNotifications {
  readonly #shown = new Set<KeptNotification>()

  /** @param onFailed the system did not show it, and why */
  show(notification: KeptNotification, onClick: () => void, onFailed: (reason: string) => void): void {
    const [oldest] = this.#shown
    if (this.#shown.size >= maxKept && oldest !== undefined) this.#shown.delete(oldest)
    this.#shown.add(notification)
    const drop = (): void => void this.#shown.delete(notification)
    notification.on('click', () => {
      drop()
      onClick()
    })
    // What has timed out can still be clicked among the system's notifications.
    notification.on('close', ({ reason }) => {
      if (reason !== 'timedOut') drop()
    })
    notification.on('failed', (_event, error) => {
      drop()
      onFailed(error)
    })
    notification.show()
  }
}
