import { describe, expect, it } from 'vitest'
import { localFileName, numberedName } from '#main/transfers/safe-name.ts'
import { hostileNames } from './hostile-names.ts'
import { problemsOf } from './name-problems.ts'
import { commonProblems, platforms, type PlatformRules } from './platform-rules.ts'

/** Puts names into a folder as the app does it on disk: the first number whose name is free. */
function place(names: readonly string[], rules: PlatformRules, suffix: string): string[] {
  const taken = new Map<string, string>()
  for (const name of names) {
    let number = 0
    const numbered = () => numberedName(name, number) + suffix
    while (taken.has(rules.key(numbered()))) number++
    taken.set(rules.key(numbered()), numbered())
  }
  return [...taken.values()]
}

it('there are 300 hostile names', () => {
  expect(new Set(hostileNames).size).toBe(hostileNames.length)
  expect(hostileNames.length).toBeGreaterThanOrEqual(300)
})

describe.each(platforms.flatMap((rules) => rules.folders.map((folder) => ({ rules, folder }))))(
  'on $rules.platform, in $folder, each hostile name',
  ({ rules, folder }) => {
    it('becomes one legal name in the folder, always the same, with its extension', () => {
      const found = hostileNames.map((name) => ({ name, problems: problemsOf(name, folder, rules) }))
      expect(found.filter(({ problems }) => problems.length > 0)).toEqual([])
    })

    it('is a file of its own, as a part file and when it is whole', () => {
      const names = hostileNames.map((name) => localFileName(name, folder, rules.platform))
      for (const suffix of ['', '.part']) {
        const placed = place(names, rules, suffix)
        expect(placed).toHaveLength(hostileNames.length)
        const illegal = placed.filter(
          (name) => [...commonProblems(rules, folder, name), ...rules.problems(folder, name)].length > 0,
        )
        expect(illegal).toEqual([])
      }
    })
  },
)

it('a folder that is too deep itself still leaves names that can be told apart', () => {
  const folder = `C:\\${'x'.repeat(250)}`
  const names = ['Quarterly meeting, January.mp4', 'Quarterly meeting, February.mp4']
  expect(names.map((name) => localFileName(name, folder, 'win32'))).toEqual(names)
  expect(localFileName(`${'y'.repeat(200)}.mp4`, folder, 'win32')).toMatch(/^y{20,}\.mp4$/u)
})
