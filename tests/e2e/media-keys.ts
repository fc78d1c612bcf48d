import type { Page } from '@playwright/test'

export interface MediaKeys {
  /** What the system shows, and which of its keys do something. */
  readonly shown: () => Promise<{
    readonly title: string | null
    readonly state: MediaSessionPlaybackState
    readonly position: MediaPositionState | null
    readonly keys: readonly MediaSessionAction[]
  }>
  readonly press: (
    key: MediaSessionAction,
    details?: Omit<MediaSessionActionDetails, 'action'>,
  ) => Promise<void>
}

/** The system's media keys are out of a test's reach: what the page tells the system is noted, and called as it would. */
export async function mediaKeys(page: Page): Promise<MediaKeys> {
  const told = await page.evaluateHandle(() => {
    const { mediaSession } = navigator
    const noted = {
      position: null as MediaPositionState | null,
      handlers: new Map<MediaSessionAction, MediaSessionActionHandler>(),
    }
    const setActionHandler = mediaSession.setActionHandler.bind(mediaSession)
    mediaSession.setActionHandler = (key, handler) => {
      setActionHandler(key, handler)
      if (handler === null) noted.handlers.delete(key)
      else noted.handlers.set(key, handler)
    }
    const setPositionState = mediaSession.setPositionState.bind(mediaSession)
    mediaSession.setPositionState = (state) => {
      setPositionState(state)
      noted.position = state ?? null
    }
    return noted
  })
  return {
    shown: () =>
      told.evaluate(({ position, handlers }) => ({
        title: navigator.mediaSession.metadata?.title ?? null,
        state: navigator.mediaSession.playbackState,
        position,
        keys: [...handlers.keys()],
      })),
    press: (key, details = {}) =>
      told.evaluate(({ handlers }, action) => handlers.get(action.action)?.(action), {
        ...details,
        action: key,
      }),
  }
}
