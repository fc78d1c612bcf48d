/** How far a key goes in a list, in rows; null for keys that do not move. `rowsPerPage` rows are in sight. */
export function rowStep(key: string, rowsPerPage: number): number | null {
  // One row stays in sight, so that the eye finds its place.
  const page = Math.max(1, rowsPerPage - 1)
  switch (key) {
    case 'ArrowDown':
      return 1
    case 'ArrowUp':
      return -1
    case 'PageDown':
      return page
    case 'PageUp':
      return -page
    case 'Home':
      return -Infinity
    case 'End':
      return Infinity
    default:
      return null
  }
}
