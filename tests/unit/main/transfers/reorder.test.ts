import { expect, it } from 'vitest'
import { reorder } from '#main/transfers/reorder.ts'
import type { TransferPlace } from '#shared/models/transfer.ts'

it.each<readonly [TransferPlace, string, string]>([
  ['first', 'd', 'dabcef'],
  ['first', 'eb', 'beacdf'],
  ['last', 'b', 'acdefb'],
  ['last', 'da', 'bcefad'],
  ['earlier', 'c', 'acbdef'],
  ['earlier', 'cd', 'acdbef'],
  ['earlier', 'bdf', 'badcfe'],
  ['earlier', 'a', 'abcdef'],
  ['earlier', 'abd', 'abdcef'],
  ['later', 'c', 'abdcef'],
  ['later', 'cd', 'abecdf'],
  ['later', 'f', 'abcdef'],
  ['later', 'def', 'abcdef'],
  ['earlier', '', 'abcdef'],
])('%s: %s leads to %s', (to, chosen, expected) => {
  expect(reorder(Array.from('abcdef'), (item) => chosen.includes(item), to).join('')).toBe(expected)
})
