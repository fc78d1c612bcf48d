import { describe, expect, it } from 'vitest'
import en from '../../../docs/guide.en.md?raw'
import zhCN from '../../../docs/guide.zh-CN.md?raw'
import { parseGuide, type GuideBlock, type GuideSpan } from '../../../src/renderer/logic/guide.ts'

const spansOf = (block: GuideBlock): readonly GuideSpan[] => {
  if (block.kind === 'list') return block.items.flat()
  return block.kind === 'table' ? [...block.head, ...block.rows.flat()].flat() : block.spans
}

describe.each([
  ['English', en],
  ['Chinese', zhCN],
])('the guide in %s', (_, text) => {
  it('is understood whole: no mark-up is left in its text', () => {
    const { title, sections } = parseGuide(text)
    expect(title).toContain('CloudRoom Drive')
    expect(sections.length).toBeGreaterThan(7)
    for (const { blocks } of sections) {
      expect(blocks).not.toEqual([])
      for (const span of blocks.flatMap(spansOf)) expect(span.text).not.toMatch(/\*\*|`|\||^#|^- |!\[|\]\(/u)
    }
  })

  it('has a table with as many cells in each row as in its head', () => {
    const { sections } = parseGuide(text)
    const tables = sections.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'table')
    expect(tables).toHaveLength(1)
    for (const table of tables) {
      if (table.kind !== 'table') continue
      expect(table.rows.length).toBeGreaterThan(3)
      for (const row of table.rows) expect(row).toHaveLength(table.head.length)
    }
  })
})

it('both guides have the same sections', () => {
  expect(parseGuide(zhCN).sections).toHaveLength(parseGuide(en).sections.length)
})

it('reads items over several lines, bold and code', () => {
  const { sections } = parseGuide('# T\n\n## S\n\n- one **two**\n  three\n- `four`\n')
  expect(sections).toEqual([
    {
      title: 'S',
      blocks: [
        {
          kind: 'list',
          items: [
            [
              { kind: 'text', text: 'one ' },
              { kind: 'strong', text: 'two' },
              { kind: 'text', text: ' three' },
            ],
            [{ kind: 'code', text: 'four' }],
          ],
        },
      ],
    },
  ])
})
