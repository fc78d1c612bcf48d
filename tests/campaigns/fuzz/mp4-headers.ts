import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import nodePath from 'node:path'
import fc from 'fast-check'
import { startsWithFileTypeBox } from '#main/security/mp4-signature.ts'
import { openVideo } from '#main/security/open-video.ts'
import { inspectUpload } from '#main/transfers/preflight.ts'
import { AppError } from '#shared/errors.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'

/** The first box of a file as it should be, nearly so, or not at all. */
const headers = fc.oneof(
  fc
    .record({
      size: fc.oneof(fc.constantFrom(0, 1, 7, 8, 12, 16, 24, 4096, 4097, 2 ** 31, 2 ** 32 - 1), fc.nat()),
      type: fc.oneof(
        { weight: 4, arbitrary: fc.constant('ftyp') },
        fc.constantFrom('FTYP', 'moov', 'free', '\u0000typ', 'ftyq', 'pytf'),
      ),
      rest: fc.uint8Array({ maxLength: 40 }),
      cut: fc.oneof({ weight: 3, arbitrary: fc.constant(64) }, fc.nat({ max: 20 })),
    })
    .map(({ size, type, rest, cut }) => {
      const head = Buffer.alloc(8)
      head.writeUInt32BE(size)
      head.write(type, 4, 'latin1')
      return Buffer.concat([head, rest]).subarray(0, cut)
    }),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
)
const fileNames = fc.constantFrom('a.mp4', 'b.MP4', '录像.mp4', 'c.exe', 'mp4', '.mp4', 'e.mp4.exe')

/** ISO/IEC 14496-12, 4.2 and 4.3, read once more: a size, `ftyp`, and a brand. */
function isVideo(bytes: Buffer): boolean {
  if (bytes.length < 12 || bytes.toString('latin1', 4, 8) !== 'ftyp') return false
  return bytes.readUInt32BE() >= 8 && bytes.readUInt32BE() <= 4096
}

export const mp4Headers: FuzzTarget = fuzzTarget(
  'mp4 headers',
  20_000,
  fc.tuple(fileNames, headers),
  async () => {
    const folder = await mkdtemp(nodePath.join(tmpdir(), 'cloudroom-fuzz-'))
    return {
      check: async ([name, bytes]) => {
        const file = nodePath.join(folder, name)
        await writeFile(file, bytes)
        const isNamed = /.\.mp4$/iu.test(name)
        const good = isVideo(bytes)
        assert.equal(await startsWithFileTypeBox(file), good)
        assert.equal(await succeeds(inspectUpload(file)), good && isNamed)
        let opened = false
        const open = openVideo(file, () => {
          opened = true
          return Promise.resolve('')
        })
        assert.equal(await succeeds(open), good && name.toLowerCase().endsWith('.mp4'))
        assert.equal(opened, good && name.toLowerCase().endsWith('.mp4'))
      },
      close: () => rm(folder, { recursive: true, force: true }),
    }
  },
)

/** Anything but an AppError is a crash. */
async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
