import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, onTestFinished } from 'vitest'
import { mediaResponse } from '#main/playback/media-response.ts'
import { PlaybackService } from '#main/playback/playback-service.ts'
import { PositionStore } from '#main/playback/position-store.ts'
import { appOrigin, mediaIdOf } from '#main/security/app-scheme.ts'
import { openDatabase } from '#main/storage/database.ts'
import { testLogger } from '#tests/support/test-logger.ts'
import type { Emulator } from '#emulator/server.ts'
import {
  refTo,
  transfersRig,
  type TransfersRig,
  type TransfersRigOptions,
} from '#tests/support/transfers-rig.ts'

export const remotePath = '/A/meeting.mp4'

/** A player's side of the media protocol, without the player. */
export async function playbackRig(emulator: Emulator, size: number, options: TransfersRigOptions = {}) {
  const recording = emulator.addFile(remotePath, size, Date.now() - 86_400_000)
  const transfers: TransfersRig = await transfersRig(emulator, options)
  const database = openDatabase(':memory:', testLogger().log)
  onTestFinished(() => database.close())
  const unwritten: unknown[] = []
  const playback = new PlaybackService({
    ...transfers,
    positions: new PositionStore(database),
    mediaOrigin: appOrigin,
    onUnwritten: (error) => unwritten.push(error),
  })
  onTestFinished(() => playback.close())
  /** As the media protocol answers: 404 for an unknown id. */
  const ask = async (url: string, range?: string, method = 'GET'): Promise<Response> => {
    const watched = playback.sourceOf(mediaIdOf(url) ?? '')
    if (watched === null) return new Response(null, { status: 404 })
    const headers = new Headers(range === undefined ? {} : { range })
    return await mediaResponse({ method, headers, url }, watched.source, watched.signal)
  }
  return {
    ...transfers,
    playback,
    recording,
    /** Where positions are kept. */
    database,
    /** Why a position was not kept. */
    unwritten,
    ask,
    start: (page = 1) => playback.start(refTo(emulator, remotePath), page),
    /** The finished download, which is what the server has. */
    async whole(): Promise<Buffer> {
      const id = transfers.engine.list().find((transfer) => transfer.remotePath === remotePath)?.id
      const { localPath } = await transfers.ended(id)
      const bytes = await readFile(localPath ?? '')
      expect(sha256(bytes)).toBe(await emulator.expectedSha256(remotePath))
      return bytes
    },
    /** Bytes of the recording that the server has sent. */
    served: (): number => emulator.state().bytesServed[remotePath] ?? 0,
  }
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The first `bytes` of a body, which is then let go. */
export async function firstOf(response: Response, bytes: number): Promise<Uint8Array> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  while (length < bytes) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    length += value.length
  }
  await reader.cancel()
  return Buffer.concat(chunks).subarray(0, bytes)
}
