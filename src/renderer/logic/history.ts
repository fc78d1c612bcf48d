/** Back and forward through folders, as in a browser. */
export interface History {
  readonly paths: readonly string[]
  readonly index: number
}

/** Folders kept in the history; older ones fall off. */
const maxLength = 200

export function startHistory(path: string): History {
  return { paths: [path], index: 0 }
}

export function currentPath(history: History): string {
  return history.paths[history.index] ?? '/'
}

/** A visit drops what was ahead; visiting the current folder again changes nothing. */
export function visit(history: History, path: string): History {
  if (currentPath(history) === path) return history
  const paths = [...history.paths.slice(0, history.index + 1), path].slice(-maxLength)
  return { paths, index: paths.length - 1 }
}

export function canGo(history: History, step: -1 | 1): boolean {
  const index = history.index + step
  return index >= 0 && index < history.paths.length
}

/** Moves one step; at either end the history stays as it is. */
export function go(history: History, step: -1 | 1): History {
  return canGo(history, step) ? { paths: history.paths, index: history.index + step } : history
}
