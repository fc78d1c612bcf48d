import { previewKey } from '#shared/models/preview.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { defineStore } from 'pinia'

/** Recordings that turned out to have no decoder here, as long as the app runs. */
export const useUndecodable = defineStore('undecodable', () => {
  const codecs = new Map<string, string>()
  const said = new Set<string>()
  return {
    /** @param codec as people call it */
    keep: (recording: RecordingRef, codec: string) => void codecs.set(previewKey(recording), codec),
    /** null: not that it is known */
    codecOf: (recording: RecordingRef): string | null => codecs.get(previewKey(recording)) ?? null,
    /** True the first time that is asked of a recording: why it is not shown here is said once. */
    isNews(recording: RecordingRef): boolean {
      const key = previewKey(recording)
      const isNew = !said.has(key)
      said.add(key)
      return isNew
    },
  }
})
