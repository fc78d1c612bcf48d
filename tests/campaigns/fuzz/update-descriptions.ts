import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readUpdate } from '#main/updates/update-info.ts'
import { isUsableSource } from '#main/updates/update-source.ts'
import { AppError } from '#shared/errors.ts'
import { maxNotesLength } from '#shared/models/updates.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'

const names = fc.oneof(
  fc.constantFrom(
    'a.exe',
    'a-x64.exe',
    'A B.zip',
    'https://evil.example/a.exe',
    '//evil.example/a.exe',
    '../a.exe',
    '..',
    '.',
    'a?b.exe',
    '',
  ),
  fc.string(),
)
const pieces = fc.constantFrom(
  '<',
  '>',
  '<p>',
  '</p>',
  '<li ',
  '<script>',
  '&#',
  '&#x41;',
  '&amp;',
  ';',
  '\u202e',
  '\r',
  '\u0000',
  'a',
  ' ',
)
const notes = fc.oneof(
  fc.array(pieces, { maxLength: 200 }).map((parts) => parts.join('')),
  fc.array(fc.record({ version: fc.string(), note: fc.option(fc.string()) }), { maxLength: 5 }),
  fc.anything(),
)
const descriptions = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        version: fc.oneof(fc.constantFrom('1.2.3', '1.2.3-beta.1', '1.2', 'latest'), fc.string()),
        files: fc.oneof(
          fc.array(
            fc.record({ url: names, size: fc.oneof(fc.nat(), fc.anything()) }, { requiredKeys: ['url'] }),
            { maxLength: 4 },
          ),
          fc.anything(),
        ),
        releaseNotes: notes,
      },
      { requiredKeys: [] },
    ),
  },
  fc.anything(),
)

/** What an update server says, and what stands in the place of `app-update.yml`. */
export const updateDescriptions: FuzzTarget = fuzzTarget('update descriptions', 10_000, descriptions, () => ({
  check(description) {
    assert.equal(isUsableSource('win32', description), false)
    try {
      const update = readUpdate(description, 'win32', 'x64')
      assert.match(update.version, /^\d+\.\d+\.\d+/u)
      assert.ok(update.notes.length <= maxNotesLength)
      for (const hidden of ['\u0000', '\r', '\u202e']) assert.equal(update.notes.includes(hidden), false)
      assert.ok(update.size === null || update.size > 0)
      const { files } = description as { readonly files: readonly { readonly url: string }[] }
      for (const { url } of files) {
        assert.equal(
          new URL(url, 'https://updates.example/a/').href.startsWith('https://updates.example/a/'),
          true,
        )
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  },
}))
