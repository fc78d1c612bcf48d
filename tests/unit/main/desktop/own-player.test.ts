import { describe, expect, it } from 'vitest'
import { OwnPlayer, type PlayerWindow } from '#main/desktop/own-player.ts'
import type { OwnPlaylist } from '#shared/models/playback.ts'

type Given = Omit<OwnPlaylist, 'id'>

const playlist = (name: string, over: Partial<Given> = {}): Given => ({
  recordings: [{ id: null, path: `/A/${name}`, size: 10, sizeIsExact: true, createdAt: 1 }],
  index: 0,
  milliseconds: null,
  isPlaying: true,
  playsOn: false,
  ...over,
})

/** The desktop's side of it, which notes what it is asked for. */
function rig() {
  const calls: string[] = []
  let closed = (): void => undefined
  const isMinimized = { value: false }
  const player = new OwnPlayer<PlayerWindow>({
    openWindow(title, onClosed) {
      calls.push(`open ${title}`)
      closed = onClosed
      return {
        isMinimized: () => isMinimized.value,
        restore: () => calls.push('restore'),
        focus: () => calls.push('focus'),
        close() {
          calls.push('close')
          onClosed()
        },
      }
    },
    onChange: () => calls.push('changed'),
  })
  return { player, calls, isMinimized, closeByUser: () => closed() }
}

describe("the player's own window", () => {
  it('opens with the name of what it plays', () => {
    const { player, calls } = rig()
    player.play('p1', playlist('a.mp4'))
    expect(calls).toEqual(['open a.mp4'])
    expect(player.take()).toMatchObject(playlist('a.mp4'))
  })

  it('is the only one: what comes next takes its place, and is seen', () => {
    const { player, calls, isMinimized } = rig()
    player.play('p1', playlist('a.mp4'))
    const first = player.take()
    isMinimized.value = true
    player.play('p1', playlist('b.mp4'))
    expect(calls).toEqual(['open a.mp4', 'changed', 'restore', 'focus'])
    expect(player.take()).toMatchObject(playlist('b.mp4'))
    expect(player.take()?.id).not.toBe(first?.id)
  })

  it('goes on at one second once: a page that is loaded again goes on where it was left, as it was', () => {
    const { player } = rig()
    player.play('p1', playlist('a.mp4', { milliseconds: 61_500, isPlaying: false }))
    expect(player.take()).toMatchObject({ milliseconds: 61_500, isPlaying: false })
    expect(player.take()).toMatchObject({ milliseconds: null, isPlaying: false })
  })

  it('goes on with the recording that it has come to when its page is loaded again', () => {
    const { player } = rig()
    const { recordings } = playlist('a.mp4')
    const [a] = recordings
    if (a === undefined) throw new Error('nothing to play')
    player.play('p1', playlist('a.mp4', { recordings: [a, { ...a, path: '/A/b.mp4' }], milliseconds: 9 }))
    const { id = '' } = player.take() ?? {}
    player.plays(id, 1, true)
    expect(player.take()).toMatchObject({ id, index: 1, milliseconds: null, isPlaying: true })
    player.plays(id, 1, false)
    expect(player.take()).toMatchObject({ id, index: 1, isPlaying: false })
    // Nothing that it has, and nothing that it plays any more.
    player.plays(id, 2, true)
    player.plays('another', 0, true)
    expect(player.take()?.index).toBe(1)
    player.play('p1', playlist('c.mp4'))
    player.plays(id, 1, true)
    expect(player.take()?.index).toBe(0)
  })

  it('has nothing to play once it is closed, and opens again', () => {
    const { player, calls, closeByUser } = rig()
    player.play('p1', playlist('a.mp4'))
    closeByUser()
    expect([player.window, player.take()]).toEqual([null, null])
    player.play('p1', playlist('a.mp4'))
    expect(calls).toEqual(['open a.mp4', 'open a.mp4'])
  })

  it.each([
    ['nobody', null],
    ['somebody else', 'p2'],
  ])('closes when %s is signed in', (_who, profileId) => {
    const { player, calls } = rig()
    player.play('p1', playlist('a.mp4'))
    player.follow('p1')
    expect(player.window).not.toBeNull()
    player.follow(profileId)
    expect(calls).toEqual(['open a.mp4', 'close'])
    expect([player.window, player.take()]).toEqual([null, null])
  })
})
