import { recorder } from './state.ts'

let shown: Record<string, unknown> = {}

export const setAboutPanel = (options: Record<string, unknown>): void => {
  shown = options
}

/** Recorded: a browser has no such panel. */
export const showAboutPanel = (): void => recorder.record('aboutPanel', shown)
