import { onBeforeUnmount, watch } from 'vue'
import type { Entry } from '../logic/entries.ts'
import { usePreviews, type PreviewPlace } from '../stores/previews.ts'

/** Has pictures and facts made of the recordings that are in sight in a place, as long as it is there. */
export function useSeenPreviews(place: PreviewPlace, seen: () => readonly Entry[]): void {
  const previews = usePreviews()
  watch(
    seen,
    (entries) =>
      previews.show(
        place,
        entries.flatMap((entry) => (entry.kind === 'recording' ? [entry.recording] : [])),
      ),
    { immediate: true },
  )
  onBeforeUnmount(() => previews.show(place, []))
}
