import type { Messages } from './mount-messages.ts'

let mounted: Promise<Messages> | null = null

/** The window's short messages, loaded when the first is wanted or before; what fails to load is tried again for the next. */
export function messages(): Promise<Messages> {
  mounted ??= import('./mount-messages.ts').then(({ mountMessages }) => mountMessages())
  mounted.catch(() => (mounted = null))
  return mounted
}
