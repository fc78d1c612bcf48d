/**
 * What two names have in common that some file system takes for one: composition (macOS) and case (macOS, Windows). Whether
 * the server tells cases apart is unspecified, so names that differ only there are a question for the user.
 */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
