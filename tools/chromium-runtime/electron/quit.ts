let quit = (): void => undefined

/** Breaks the circle between the menus, which can quit the app, and the app, whose windows have menus. */
export const onQuit = (run: () => void): void => {
  quit = run
}

export const runQuit = (): void => quit()
