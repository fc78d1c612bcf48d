/** Electron's event object: the part of it that every event has. */
export interface PreventableEvent {
  defaultPrevented: boolean
  preventDefault(): void
}

/** An event with `extra` fields whose `preventDefault` is recorded in `defaultPrevented`. */
export const preventable = <Extra extends object>(extra: Extra): Extra & PreventableEvent => {
  const event = Object.assign(extra, {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  })
  return event
}
