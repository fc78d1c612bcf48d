import { expect, it } from 'vitest'
import { LaterStarts } from '#main/desktop/later-starts.ts'

it('wait for whoever follows them, and come at once from then on, in order', () => {
  const starts = new LaterStarts()
  const seen: string[] = []
  starts.note({ argv: ['app', 'a.mp4'], folder: '/1' })
  starts.note({ argv: ['app', 'b.mp4'], folder: '/2' })
  starts.follow(({ argv, folder }) => seen.push(`${folder} ${argv.at(-1)}`))
  starts.note({ argv: ['app', 'c.mp4'], folder: '/3' })
  expect(seen).toEqual(['/1 a.mp4', '/2 b.mp4', '/3 c.mp4'])
})
