import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import { PreviewService } from '#main/previews/preview-service.ts'
import { PreviewStore, type PreviewLimits } from '#main/previews/preview-store.ts'
import { openDatabase } from '#main/storage/database.ts'
import { createDownloadSource } from '#main/transfers/download-source.ts'
import { previewKey, type KeyFrame, type Preview } from '#shared/models/preview.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { clientOf, profileOf } from '#tests/support/client-of.ts'
import { directNetwork } from '#tests/support/direct-network.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

/** The beginning of a JPEG, which is all that main knows of one. */
export const picture = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

interface RigOptions {
  readonly limits?: PreviewLimits
  readonly localFile?: (recording: RecordingRef) => string | null
  /** What the page makes of a frame; undefined: it never answers. */
  readonly decode?: (frame: KeyFrame) => Uint8Array | null | undefined
}

/** The app's previews on an emulator, with a page that answers as it is told. */
export async function previewRig(
  emulator: Emulator,
  { limits, localFile, decode = () => picture }: RigOptions = {},
) {
  const database = openDatabase(':memory:', testLogger().log)
  const folder = path.join(await temporaryFolder(), 'previews')
  const found: Preview[] = []
  const frames: KeyFrame[] = []
  const state = { isOn: true, isLineFree: true, now: 1_000_000 }
  const clock = { now: () => state.now, ...(limits && { limits }) }
  const store = new PreviewStore(database, folder, clock)
  const previews: PreviewService = new PreviewService({
    activeAccount: () => ({ profile: profileOf(emulator), client: clientOf(emulator) }),
    localFile: (recording) => Promise.resolve(localFile?.(recording) ?? null),
    source: createDownloadSource({ userAgent: 'test', network: directNetwork() }),
    store,
    isOn: () => state.isOn,
    isLineFree: () => state.isLineFree,
    addressOf: (id) => `app:${id}`,
    onFound: (preview) => found.push(preview),
    onFrame(frame) {
      frames.push(frame)
      const image = decode(frame)
      if (image !== undefined) queueMicrotask(() => previews.keep(frame.id, image))
    },
    now: () => state.now,
  })
  onTestFinished(async () => {
    await previews.close()
    database.close()
  })
  const latest = (recording: RecordingRef): Preview | undefined =>
    found.findLast(({ key }) => key === previewKey(recording))
  return {
    previews,
    store,
    /** Where the store keeps what is no picture. */
    database,
    folder,
    found,
    frames,
    state,
    latest,
    /** Bytes of a recording that the server has sent. */
    served: (recording: RecordingRef): number => emulator.state().bytesServed[recording.path] ?? 0,
    /** Waits for the picture of a recording. */
    async picture(recording: RecordingRef): Promise<Response> {
      await expect.poll(() => latest(recording)?.image ?? null, { timeout: 10_000 }).not.toBeNull()
      const response = await previews.image((latest(recording)?.image ?? '').slice('app:'.length))
      if (response === null) throw new Error('no picture')
      return response
    },
  }
}
