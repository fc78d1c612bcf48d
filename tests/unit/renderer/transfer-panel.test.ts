import type { TransferState } from '#shared/models/transfer.ts'
import { describe, expect, it } from 'vitest'
import { canDo, rowButtons, type TransferAction } from '../../../src/renderer/logic/transfer-actions.ts'
import { matchingTransfers, noFilter, shownSections } from '../../../src/renderer/logic/transfer-filter.ts'
import {
  drawnRange,
  layoutOf,
  rowHeight,
  scrollTopFor,
  sectionHeight,
  topOfRow,
} from '../../../src/renderer/logic/transfer-layout.ts'
import { noTransfers, transferSections } from '../../../src/renderer/logic/transfer-sections.ts'
import { transferWayOut } from '../../../src/renderer/logic/ways-out.ts'
import { transfer } from './fixtures.ts'

const error = { code: 'internal', params: {}, retryable: false } as const

describe('filtering', () => {
  const sections = {
    ...noTransfers,
    active: [
      transfer('a', { direction: 'upload', name: '周会 Final.mp4', remotePath: '/录像/周会 Final.mp4' }),
    ],
    done: [transfer('b', { name: 'ＡＢＣ review.mp4', remotePath: '/Projects/2021/review.mp4' })],
  }
  const found = (change: Partial<typeof noFilter>): string[] => {
    const matching = matchingTransfers(sections, { ...noFilter, ...change })
    return transferSections.flatMap((section) => matching[section].map(({ id }) => id))
  }

  it('without a filter walks through nothing', () => {
    expect(matchingTransfers(sections, noFilter)).toBe(sections)
    expect(matchingTransfers(sections, { ...noFilter, text: '  ' })).toBe(sections)
  })

  it.each([
    ['final', ['a']],
    ['录像', ['a']],
    ['abc', ['b']],
    ['review projects', ['b']],
    ['ｒｅｖｉｅｗ', ['b']],
    ['review 2022', []],
    ['.mp4', ['a', 'b']],
  ])('looks for every word of "%s" in name and path', (text, ids) => {
    expect(found({ text })).toEqual(ids)
  })

  it('tells directions apart', () => {
    expect(found({ direction: 'upload' })).toEqual(['a'])
    expect(found({ direction: 'download' })).toEqual(['b'])
    expect(found({ direction: 'upload', text: 'abc' })).toEqual([])
  })

  it('shows all sections or the one that is asked for', () => {
    expect(shownSections(noFilter)).toEqual(transferSections)
    expect(shownSections({ ...noFilter, section: 'failed' })).toEqual(['failed'])
  })
})

describe('layout', () => {
  const rows = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => transfer(`${prefix}${index}`))
  const sections = { active: rows(3, 'a'), waiting: rows(10_000, 'w'), failed: [], done: rows(1, 'd') }
  const blocks = layoutOf(sections, transferSections)

  it('gives empty sections no room and every row its place', () => {
    expect(blocks.map(({ section, firstIndex }) => [section, firstIndex])).toEqual([
      ['active', 0],
      ['waiting', 3],
      ['done', 10_003],
    ])
    expect(topOfRow(blocks, 0)).toBe(sectionHeight)
    expect(topOfRow(blocks, 3)).toBe(2 * sectionHeight + 3 * rowHeight)
    expect(topOfRow(blocks, 10_003)).toBe(3 * sectionHeight + 10_003 * rowHeight)
    expect(topOfRow(blocks, 10_004)).toBeNull()
    expect(topOfRow([], 0)).toBeNull()
  })

  it('needs no heading under a filter of one section', () => {
    expect(layoutOf(sections, ['waiting'])).toMatchObject([{ top: 0, headingHeight: 0 }])
  })

  it('draws only what is in view, in every section', () => {
    const viewHeight = 300
    for (const scrollTop of [0, 40, 200, 5000, 460_000]) {
      let drawn = 0
      for (const block of blocks) {
        const { from, to } = drawnRange(block, scrollTop, viewHeight)
        drawn += Math.max(0, to - from)
        for (const [index] of block.rows.entries()) {
          const top = topOfRow(blocks, block.firstIndex + index) ?? 0
          const isInView = top + rowHeight > scrollTop && top < scrollTop + viewHeight
          if (isInView && (index < from || index >= to)) throw new Error(`row ${index} is missing`)
        }
      }
      expect(drawn).toBeLessThan(60)
    }
  })

  it('scrolls no more than is needed to show a row below the heading', () => {
    expect(scrollTopFor(blocks, 0, 0, 300)).toBeNull()
    expect(scrollTopFor(blocks, 0, 500, 300)).toBe(0)
    const top = topOfRow(blocks, 100) ?? 0
    expect(scrollTopFor(blocks, 100, 0, 300)).toBe(top + rowHeight - 300)
    expect(scrollTopFor(blocks, 100, top, 300)).toBe(top - sectionHeight)
  })
})

describe('what can be done', () => {
  const states: Record<string, TransferState> = {
    queued: { kind: 'queued' },
    preparing: { kind: 'preparing' },
    running: { kind: 'running' },
    verifying: { kind: 'verifying' },
    paused: { kind: 'paused' },
    backingOff: { kind: 'waiting', until: 1, error },
    offline: { kind: 'waiting', until: null, error },
    failed: { kind: 'failed', error, finishedAt: 0 },
    cancelled: { kind: 'cancelled', finishedAt: 0 },
    done: { kind: 'done', finishedAt: 0 },
  }
  const actions: readonly TransferAction[] = ['open', 'pause', 'resume', 'retry', 'cancel', 'remove', 'first']

  it.each([
    ['queued', ['pause', 'cancel', 'first']],
    ['preparing', ['pause', 'cancel']],
    ['running', ['pause', 'cancel']],
    ['verifying', ['pause', 'cancel']],
    ['paused', ['resume', 'cancel', 'first']],
    ['backingOff', ['pause', 'retry', 'cancel', 'first']],
    ['offline', ['pause', 'cancel', 'first']],
    ['failed', ['retry', 'remove']],
    ['cancelled', ['retry', 'remove']],
    ['done', ['open', 'remove']],
  ])('with a download that is %s: %j', (name, possible) => {
    const state = states[name] ?? { kind: 'queued' }
    expect(actions.filter((action) => canDo(action, transfer('a', { state })))).toEqual(possible)
  })

  it('an uploaded file is not opened from here', () => {
    const job = transfer('a', { direction: 'upload', state: { kind: 'done', finishedAt: 0 } })
    expect(canDo('open', job)).toBe(false)
    expect(rowButtons(job)).toEqual([{ place: 'end', action: 'remove' }])
  })

  it('a row never has two buttons at one place, and keeps the one that pauses and resumes', () => {
    for (const state of Object.values(states)) {
      const places = rowButtons(transfer('a', { state })).map(({ place }) => place)
      expect(new Set(places).size).toBe(places.length)
    }
    const placeOf = (kind: 'running' | 'paused') => rowButtons(transfer('a', { state: { kind } }))[0]?.place
    expect(placeOf('running')).toBe(placeOf('paused'))
  })

  it('a failure has a way out', () => {
    const of = (code: Parameters<typeof transferWayOut>[0]['code']) => transferWayOut({ ...error, code })
    expect(of('account.notSignedIn')).toBe('signIn')
    expect(of('api.alreadyExists')).toBe('resolve')
    expect(of('api.noCapacity')).toBe('showRemote')
    expect(of('file.changedButStored')).toBe('showRemote')
    expect(of('network.tls')).toBe('copyDetails')
    const params = { reason: 'selfSigned', server: 'files.example.com:443' }
    expect(transferWayOut({ ...error, code: 'network.tls', params })).toBe('showCertificate')
    expect(transferWayOut({ ...error, code: 'network.certificateChanged', params })).toBe('showCertificate')
    expect(transferWayOut({ ...error, code: 'network.tls', params: { ...params, reason: 'notTls' } })).toBe(
      'copyDetails',
    )
  })
})
