import { watch } from 'vue'
import type { Entry } from '../logic/entries.ts'
import { useLocalCopies } from '../stores/local-copies.ts'

/** Keeps the marks of local copies right for the entries of a list that are in sight. */
export function useSeenCopies(seen: () => readonly Entry[]): void {
  const copies = useLocalCopies()
  watch(
    seen,
    (entries) =>
      copies.show(entries.flatMap((entry) => (entry.kind === 'recording' ? [entry.recording] : []))),
    { immediate: true },
  )
}
