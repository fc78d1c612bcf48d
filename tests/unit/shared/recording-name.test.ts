import { describe, expect, it } from 'vitest'
import { parseRecordingName } from '#shared/recording-name.ts'

describe('a name by the vendor’s convention', () => {
  it('tells start, platform and room', () => {
    expect(parseRecordingName('2021-09-24_13-47-41_Win32_73542046.mp4')).toEqual({
      startedAt: Date.parse('2021-09-24T13:47:41+08:00'),
      platform: 'Win32',
      room: '73542046',
    })
  })

  it.each([
    ['2024-02-29_00-00-00_iOS_1.mp4', 'iOS', '1'],
    ['2026-11-23_23-59-59_Mac OS_00420.MP4', 'Mac OS', '00420'],
    ['2026-11-23_23-59-59_Android_88 (1).mp4', 'Android', '88'],
    ['2026-11-23_23-59-59_Web_88(12).mp4', 'Web', '88'],
  ])('%s', (name, platform, room) => {
    expect(parseRecordingName(name)).toMatchObject({ platform, room })
  })
})

it.each([
  '',
  '周例会 第38周.mp4',
  'demo.mp4',
  '2021-09-24.mp4',
  '2021-09-24_13-47-41.mp4',
  '2021-09-24_13-47-41_Win32.mp4',
  '2021-09-24_13-47-41_Win32_.mp4',
  '2021-09-24_13-47-41_Win32_room.mp4',
  '2021-09-24_13-47-41_Win32_73542046.avi',
  '2021-09-24_13-47-41_Win32_73542046.mp4.mp4',
  '2021-02-29_13-47-41_Win32_73542046.mp4',
  '2021-13-01_13-47-41_Win32_73542046.mp4',
  '2021-09-24_24-00-00_Win32_73542046.mp4',
  '2021-09-24_13-60-41_Win32_73542046.mp4',
  '0000-01-01_13-47-41_Win32_73542046.mp4',
  ' 2021-09-24_13-47-41_Win32_73542046.mp4',
  `2021-09-24_13-47-41_${'W'.repeat(10_000)}_1.mp4`,
  `2021-09-24_13-47-41_Win32_${'1'.repeat(10_000)}.mp4`,
])('“%s” is no such name', (name) => {
  expect(parseRecordingName(name)).toBeNull()
})
