import assert from 'node:assert/strict'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { BufferSource, BufferTarget, Conversion, Input, MP4, Mp4OutputFormat, Output } from 'mediabunny'
import { loadSample } from '#emulator/content/sample.ts'
import { carryOut, mostBytes } from '#main/trim/carry-out.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'
import { damagedMovies, damagerOf } from './movie-damages.ts'

const sampleSeconds = 4
const seconds = fc.nat({ max: 2000 * sampleSeconds }).map((ms) => ms / 1000)
const trims = fc.record({
  isFragmented: fc.boolean(),
  movie: damagedMovies,
  start: seconds,
  length: seconds,
})

/** What may be said of a movie. `file.notReadable`: it ends before its tables say so. */
const refusals: ReadonlySet<ErrorCode> = new Set(['trim.unreadable', 'trim.empty', 'file.notReadable'])
const ignore = (): void => undefined

/** Looking for the places where a movie can be cut, and copying a part of it: mediabunny's view of it, and the files. */
export const trimmedMovies: FuzzTarget = fuzzTarget('trimmed movies', 10_000, trims, async () => {
  const sample = await loadSample()
  const damage = damagerOf(sample)
  const damageFragments = damagerOf(await inFragments(sample))
  const folder = await mkdtemp(path.join(tmpdir(), 'cloudroom-fuzz-'))
  const source = await open(path.join(folder, 'source.mp4'), 'w+')
  const target = await open(path.join(folder, 'target.mp4'), 'w+')
  return {
    check: async ({ isFragmented, movie, start, length }) => {
      const bytes = isFragmented ? damageFragments(movie) : damage(movie)
      const isGood = movie.damages.length === 0 && movie.end === 1
      await source.truncate(0)
      await source.write(bytes, 0, bytes.length, 0)
      await target.truncate(0)

      const looked = await carryOut({ kind: 'look', source: source.fd }, ignore)
      if (looked.kind === 'looked') {
        const { duration, keyTimes, size } = looked.facts
        assert.equal(size, bytes.length)
        assert.ok(Number.isFinite(duration) && duration > 0)
        assert.ok(keyTimes.length > 0 && keyTimes.every(Number.isFinite))
        assert.deepEqual(
          keyTimes,
          keyTimes.toSorted((one, other) => one - other),
        )
      } else assertRefused(looked, isGood)

      const span = { start, end: start + length }
      const cut = await carryOut({ kind: 'cut', source: source.fd, target: target.fd, ...span }, ignore)
      if (cut.kind !== 'cut') {
        assertRefused(cut, isGood && start < sampleSeconds && length > 0)
        return
      }
      assert.ok((await target.stat()).size <= mostBytes(bytes.length))
      // What was saved can be trimmed again.
      const again = await carryOut({ kind: 'look', source: target.fd }, ignore)
      assert.equal(again.kind, 'looked')
    },
    async close() {
      await source.close()
      await target.close()
      await rm(folder, { recursive: true })
    },
  }
})

/** The same frames, described piece by piece. */
async function inFragments(movie: Buffer): Promise<Buffer> {
  const input = new Input({ formats: [MP4], source: new BufferSource(movie) })
  const target = new BufferTarget()
  const format = new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 0.5 })
  const output = new Output({ format, target })
  const conversion = await Conversion.init({ input, output })
  await conversion.execute()
  return Buffer.from(target.buffer ?? new ArrayBuffer())
}

function assertRefused(answer: Awaited<ReturnType<typeof carryOut>>, mustWork: boolean): void {
  if (answer.kind !== 'failed') return assert.fail(answer.kind)
  assert.ok(refusals.has(answer.error.code), answer.error.code)
  assert.ok(!mustWork, 'a good movie was refused')
}
