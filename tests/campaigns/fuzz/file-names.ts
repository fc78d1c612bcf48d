import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isLegalSegment } from '#main/transfers/preflight.ts'
import { problemsOf } from '#tests/unit/main/transfers/names/name-problems.ts'
import { platforms } from '#tests/unit/main/transfers/names/platform-rules.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'
import { text } from './hostile-values.ts'

const pieces = fc.oneof(
  text,
  fc.constantFrom('CON', 'nul', 'COM1', 'LPT¹', 'desktop', '.ini', '.', ' ', '.mp4', '.MP4', ':', '\u3000'),
  fc.constantFrom('\u0301', '\u1161', '\u200d', '\ufe0f', '\u{e0100}', '\ufffe', '\u{1ffff}', '가', '\ud83d'),
  fc.nat({ max: 260 }).map((length) => 'x'.repeat(length)),
  fc.nat({ max: 130 }).map((length) => '录'.repeat(length)),
)
const names = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(''))

/** What becomes of a server's names on each system, by that system's own rules. */
export const fileNames: readonly FuzzTarget[] = platforms.map((rules) =>
  fuzzTarget(
    `file names on ${rules.platform}`,
    50_000,
    fc.tuple(names, fc.constantFrom(...rules.folders)),
    () => ({
      check: ([name, folder]) => {
        assert.deepEqual(problemsOf(name, folder, rules), [])
        // Nothing that may be sent to the server as a name walks about there.
        if (isLegalSegment(name)) {
          assert.doesNotMatch(name, /[/\\]|^\.\.?$/u)
          assert.equal(name.includes('\u0000'), false)
        }
      },
    }),
  ),
)
