import { expect, it } from 'vitest'
import { createFailureBadge, overlaySize, redDot } from '#main/desktop/failure-badge.ts'
import type { Language } from '#shared/models/settings.ts'

function rig(platform: NodeJS.Platform, language: Language = 'en') {
  const counts: number[] = []
  const overlays: (readonly [string | null, string])[] = []
  let images = 0
  const show = createFailureBadge<string>({
    platform,
    setCount: (count) => counts.push(count),
    setOverlay: (image, description) => overlays.push([image, description]),
    createImage: () => `image ${++images}`,
    language: () => language,
  })
  return { show, counts, overlays }
}

it('is a dot over the taskbar button on Windows, with words, until it has been seen', () => {
  const { show, overlays } = rig('win32')
  show(1)
  show(2)
  show(0)
  expect(overlays).toEqual([
    ['image 1', '1 transfer failed'],
    ['image 1', '2 transfers failed'],
    [null, ''],
  ])
  const chinese = rig('win32', 'zh-CN')
  chinese.show(2)
  expect(chinese.overlays).toEqual([['image 1', '2 个传输任务失败']])
})

it.each(['darwin', 'linux'] as const)('is a count on %s', (platform) => {
  const { show, counts, overlays } = rig(platform)
  show(3)
  show(0)
  expect([counts, overlays]).toEqual([[3, 0], []])
})

it('is drawn as a red disc with transparent corners', () => {
  const bitmap = redDot()
  const pixel = (x: number, y: number): number[] => [
    ...bitmap.subarray((y * overlaySize + x) * 4, (y * overlaySize + x) * 4 + 4),
  ]
  expect(bitmap).toHaveLength(overlaySize * overlaySize * 4)
  expect(pixel(0, 0)).toEqual([0, 0, 0, 0])
  expect(pixel(5, 16)).toEqual([48, 48, 208, 255])
  expect(pixel(16, 10)).toEqual([255, 255, 255, 255])
})
