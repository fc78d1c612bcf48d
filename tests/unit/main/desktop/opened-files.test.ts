import path from 'node:path'
import { expect, it } from 'vitest'
import { OpenedFiles, videosIn } from '#main/desktop/opened-files.ts'
import { maxPlannedFiles } from '#shared/models/upload-plan.ts'

it('are the videos among the arguments, found from where the process was started', () => {
  const folder = path.resolve('/home/me')
  const argv = ['/opt/app.mp4', 'a.mp4', '--server=x.mp4', '-b.mp4', 'notes.txt', 'sub/会议.MP4', '.mp4x']
  expect(videosIn(argv, folder)).toEqual([path.join(folder, 'a.mp4'), path.join(folder, 'sub', '会议.MP4')])
})

it('wait until they are taken, each once', () => {
  let news = 0
  const opened = new OpenedFiles(() => news++)
  opened.add([])
  expect([news, opened.take()]).toEqual([0, []])
  opened.add(['/a.mp4'])
  opened.add(['/a.mp4', '/b.mp4'])
  expect([news, opened.take(), opened.take()]).toEqual([2, ['/a.mp4', '/b.mp4'], []])
})

it('are no more than a plan has room for', () => {
  const opened = new OpenedFiles(() => undefined)
  opened.add(Array.from({ length: maxPlannedFiles + 5 }, (_, index) => `/${index}.mp4`))
  expect(opened.take()).toHaveLength(maxPlannedFiles)
})
