import { describe, expect, it } from 'vitest'
import { publicCloud } from '#shared/models/account.ts'
import type { RequestName } from '#shared/ipc/contract.ts'
import { defaultListLook } from '#shared/models/settings.ts'
import { codeOfReply, goodInputs, ipcRig } from './channels.ts'

const recording = { id: 7, path: '/A/b.mp4', size: 10, sizeIsExact: true, createdAt: 1 }
const many = <Item>(item: Item, count = 10_001): Item[] => Array.from({ length: count }, () => item)
const signIn = goodInputs['accounts.signIn'] as Record<string, unknown>
const proxySignIn = goodInputs['proxies.give'] as Record<string, unknown>
const withServer = (server: object): object => ({ ...signIn, server: { ...publicCloud, ...server } })
const withCredentials = (credentials: object): object => ({ ...signIn, credentials })
const company = { mode: 'company', compId: '1', compSecret: 's', appId: null }
const player = goodInputs['player.open'] as Record<string, unknown>
const fingerprint = `${'0A:'.repeat(31)}0A`
const { columns } = defaultListLook
const withFirst = (changes: object): object[] => [{ ...columns[0], ...changes }, ...columns.slice(1)]
const project = { mode: 'project', appId: 'a', appSecret: 's' }

const goodMenu = goodInputs['app.contextMenu'] as { readonly items: readonly object[] }
const withItem = (changes: object): object => ({ ...goodMenu, items: [{ ...goodMenu.items[0], ...changes }] })
const menus: readonly (readonly [string, object])[] = [
  ['without items', { ...goodMenu, items: [] }],
  ['65 items', { ...goodMenu, items: many({ kind: 'separator' }, 65) }],
  ['two items with one id', { ...goodMenu, items: many(goodMenu.items[0], 2) }],
  ['an unknown kind', withItem({ kind: 'submenu' })],
  ['a role, which would do more than answer', withItem({ role: 'quit' })],
  ['an accelerator of its own', withItem({ accelerator: 'Ctrl+Q' })],
  ['the keys of nothing', withItem({ shortcut: 'format' })],
  ['an id with a space', withItem({ id: 'a b' })],
  ['no label', withItem({ label: '' })],
  ['a label of two lines', withItem({ label: 'a\nb' })],
  ['a label of 501 characters', withItem({ label: 'x'.repeat(501) })],
  ['a reason of 501 characters', withItem({ reason: 'x'.repeat(501) })],
  ...[Number.NaN, Infinity, 1.5, 100_001, -100_001, '1', null].flatMap((place) => [
    [`x ${place}`, { ...goodMenu, x: place }] as const,
    [`y ${place}`, { ...goodMenu, y: place }] as const,
  ]),
]

const badFolders = [
  '',
  'A/',
  '/A',
  '//',
  '/A//',
  '//A/',
  '/../',
  '/A/../',
  '/A/../../B/',
  '/./',
  '/A/./',
  '/A\u0000/',
  '/A\n/',
  '/A\u007f/',
  '\\A\\',
  '/A\\',
  'C:/A',
  `/${'a'.repeat(4096)}/`,
  ' /A/',
]
const badPaths = [
  '',
  '/',
  '//',
  'b.mp4',
  '/A/',
  '//b.mp4',
  '/A//b.mp4',
  '/../b.mp4',
  '/A/../b.mp4',
  '/A/./b.mp4',
  '/A/..',
  '/.',
  '/A/b\u0000.mp4',
  '/A/b\r\n.mp4',
  '\\A\\b.mp4',
  'file:///A/b.mp4',
  `/${'a'.repeat(4096)}`,
]
const badOrigins = [
  '',
  'www.cloudroom.com',
  'ftp://host',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'app://cloudroom',
  'ws://host',
  'https://',
  'https://host/',
  'https://host/path',
  'https://host?query',
  'https://host#hash',
  'https://user@host',
  'https://user:password@host',
  'https://:password@host',
  'HTTPS://host',
  'https://HOST',
  'https://host:443',
  'https://host:99999',
  'https://ho st',
  ' https://host',
  'https://host\n',
  'https://host\u0000',
  'https:host',
  'https:\\\\host',
  `https://${'a'.repeat(3000)}`,
]
const badPrefixes = [
  '/A ',
  ' /A',
  '/A B',
  'A',
  '/',
  '/A/',
  '//A',
  '/A?b',
  '/A#b',
  '/A%20',
  '/录',
  '/A\n',
  `/${'a'.repeat(300)}`,
]
const badIds = ['', ' ', 'a b', 'a/b', '../a', 'a.b', 'a\n', '录', 'a'.repeat(65)]
const badSizes = [Number.NaN, Infinity, -Infinity, -1, 1.5, 2 ** 53, '10', 10n]

const refs = (value: unknown): object => ({ recordings: [value] })
const cases: readonly (readonly [RequestName, string, unknown])[] = [
  ...badFolders.flatMap((path): [RequestName, string, unknown][] => [
    ['library.openFolder', 'folder', { path }],
    ['transfers.downloadFolders', 'folder', { folders: ['/ok/', path] }],
    ['uploads.plan', 'folder', { pickIds: ['a'], folder: path, abortId: 'a' }],
  ]),
  ...badPaths.flatMap((path): [RequestName, string, unknown][] => [
    ['deletion.start', 'path', refs({ ...recording, path })],
    ['transfers.download', 'path', refs({ ...recording, path })],
    ['playback.open', 'path', { recording: { ...recording, path } }],
  ]),
  ...badSizes.flatMap((size): [RequestName, string, unknown][] => [
    ['transfers.download', 'size', refs({ ...recording, size })],
    ['playback.open', 'size', { recording: { ...recording, size } }],
  ]),
  ...[Number.NaN, Infinity, 1.5, '7', 2 ** 60].map((id): [RequestName, string, unknown] => [
    'deletion.start',
    'id',
    refs({ ...recording, id }),
  ]),
  ...[Number.NaN, Infinity, '1', undefined].map((createdAt): [RequestName, string, unknown] => [
    'playback.open',
    'createdAt',
    { recording: { ...recording, createdAt } },
  ]),
  ...badOrigins.map((origin): [RequestName, string, unknown] => [
    'accounts.signIn',
    'origin',
    withServer({ origin }),
  ]),
  ...badPrefixes.map((prefix): [RequestName, string, unknown] => [
    'accounts.signIn',
    'prefix',
    withServer({ prefix }),
  ]),
  ['accounts.signIn', 'an extra server key', withServer({ password: 'x' })],
  ...['', '1 ', '-1', '1e3', '١', '1'.repeat(16), 'abc', 1].map((compId): [RequestName, string, unknown] => [
    'accounts.signIn',
    'compId',
    withCredentials({ ...company, compId }),
  ]),
  ['accounts.signIn', 'no secret', withCredentials({ ...company, compSecret: '' })],
  ['accounts.signIn', 'a huge secret', withCredentials({ ...company, compSecret: 'x'.repeat(1025) })],
  ['accounts.signIn', 'a huge appId', withCredentials({ ...company, appId: 'x'.repeat(257) })],
  ['accounts.signIn', 'appId with a line break', withCredentials({ ...project, appId: 'a\nb' })],
  ['accounts.signIn', 'no appId', withCredentials({ ...project, appId: '' })],
  ['accounts.signIn', 'no appSecret', withCredentials({ ...project, appSecret: '' })],
  ['accounts.signIn', 'both modes', withCredentials({ ...company, ...project })],
  ['accounts.signIn', 'no such mode', withCredentials({ ...company, mode: 'root' })],
  ['accounts.signIn', 'consent as text', { ...signIn, allowHttp: 'yes' }],
  ...[...badOrigins, 'http://host'].flatMap((origin): [RequestName, string, unknown][] => [
    ['trust.look', 'origin', { origin }],
    ['trust.trustCertificate', 'origin', { origin, fingerprint }],
  ]),
  ...[...badOrigins, 'https://host'].map((origin): [RequestName, string, unknown] => [
    'trust.confirmHttp',
    'origin',
    { origin },
  ]),
  ...['', fingerprint.toLowerCase(), fingerprint.slice(3), `${fingerprint}:0A`, 'any', '*', true].map(
    (shown): [RequestName, string, unknown] => [
      'trust.trustCertificate',
      'fingerprint',
      { origin: 'https://host', fingerprint: shown },
    ],
  ),
  ...['', '*', 'host', 'host:', ':443', 'host:99999', 'https://host:443', 'a@host:1', 'host:1/', 7].map(
    (server): [RequestName, string, unknown] => ['trust.stop', 'server', { kind: 'http', server }],
  ),
  ...['', '*', 'host', 'host:99999', 'http://host:80', 'me:pw@host:1', 'host:1/', 7].flatMap(
    (proxy): [RequestName, string, unknown][] => [
      ['proxies.forget', 'proxy', { proxy }],
      ['proxies.give', 'proxy', { ...proxySignIn, proxy }],
    ],
  ),
  ...['', 'a:b', 'a\nb', 'x'.repeat(256), null].map((user): [RequestName, string, unknown] => [
    'proxies.give',
    'user',
    { ...proxySignIn, user },
  ]),
  ['proxies.give', 'no password', { ...proxySignIn, password: '' }],
  ['proxies.give', 'a huge password', { ...proxySignIn, password: 'x'.repeat(1025) }],
  ['proxies.give', 'remember as text', { ...proxySignIn, remember: 'yes' }],
  ['trust.stop', 'kind', { kind: 'everything', server: 'host:443' }],
  ...badIds.flatMap((id): [RequestName, string, unknown][] => [
    ['accounts.switchTo', 'id', { profileId: id }],
    ['accounts.remove', 'id', { profileId: id }],
    ['library.closeFolder', 'id', { listingId: id }],
    ['transfers.cancel', 'id', { ids: ['ok', id] }],
    ['transfers.open', 'id', { id }],
    ['transfers.reveal', 'id', { id }],
    ['uploads.plan', 'id', { pickIds: [id], folder: '/', abortId: 'a' }],
    ['uploads.plan', 'abort id', { pickIds: ['a'], folder: '/', abortId: id }],
    ['uploads.planAgain', 'id', { ids: [id], abortId: 'a' }],
    ['uploads.start', 'plan', { planId: id, decisions: [] }],
    ['uploads.discard', 'plan', { planId: id }],
    ['app.abort', 'id', { abortId: id }],
  ]),
  ['transfers.cancel', '10,001 ids', { ids: many('a') }],
  ['transfers.retry', '10,001 ids', { ids: many('a') }],
  ['transfers.remove', '10,001 ids', { ids: many('a') }],
  ['transfers.remove', 'a list with holes', { ids: Array.from({ length: 3 }) }],
  ['deletion.start', '10,001 recordings', { recordings: many(recording) }],
  ['deletion.start', 'no recordings', { recordings: [] }],
  ['transfers.downloadFolders', 'no folders', { folders: [] }],
  ['transfers.downloadFolders', '10,001 folders', { folders: many('/A/') }],
  ['player.open', '10,001 recordings', { ...player, recordings: many(recording) }],
  ['player.open', 'an index behind the end', { ...player, index: 1 }],
  ['player.open', 'a negative index', { ...player, index: -1 }],
  ['player.open', 'a place after more than a week', { ...player, milliseconds: 604_800_001 }],
  ['player.plays', 'a place behind the longest playlist', { id: 'a', index: 10_000, isPlaying: true }],
  ['player.plays', 'half a place', { id: 'a', index: 0.5, isPlaying: true }],
  ['player.plays', 'not whether it plays', { id: 'a', index: 0 }],
  ['transfers.download', '10,001 recordings', { recordings: many(recording) }],
  ['uploads.plan', '10,001 picks', { pickIds: many('a'), folder: '/', abortId: 'a' }],
  ['uploads.plan', 'no picks', { pickIds: [], folder: '/', abortId: 'a' }],
  ['uploads.planAgain', '10,001 ids', { ids: many('a'), abortId: 'a' }],
  ['uploads.planAgain', 'no ids', { ids: [], abortId: 'a' }],
  ['uploads.start', '10,001 decisions', { planId: 'a', decisions: many({ row: 0, choice: 'skip' }) }],
  ...[-1, 1.5, 10_000, '0', Number.NaN].map((row): [RequestName, string, unknown] => [
    'uploads.start',
    'row',
    { planId: 'a', decisions: [{ row, choice: 'skip' }] },
  ]),
  ['uploads.start', 'choice', { planId: 'a', decisions: [{ row: 0, choice: 'overwrite' }] }],
  ['uploads.registerDropped', '10,001 paths', { paths: many('/a.mp4') }],
  ['uploads.registerDropped', 'an empty path', { paths: ['/a.mp4', ''] }],
  ['uploads.registerDropped', 'a path of 32,768 characters', { paths: ['x'.repeat(32_768)] }],
  ['settings.update', 'an unknown language', { language: 'fr' }],
  ['settings.update', 'an unknown theme', { theme: 'pink' }],
  ...[0, 11, 1.5, Number.NaN, Infinity, '2', null].flatMap((count): [RequestName, string, unknown][] => [
    ['settings.update', 'so many uploads', { transferLimits: { uploads: count } }],
    ['settings.update', 'so many downloads', { transferLimits: { downloads: count } }],
  ]),
  ...[0, -1, 16_383, 16_384.5, Number.NaN, Infinity, 2 ** 60, '1e6'].flatMap(
    (rate): [RequestName, string, unknown][] => [
      ['settings.update', 'such a speed', { transferLimits: { uploadBytesPerSecond: rate } }],
      ['settings.update', 'such a speed', { transferLimits: { downloadBytesPerSecond: rate } }],
    ],
  ),
  ...[
    [],
    [...columns].reverse(),
    columns.slice(1),
    [...columns, columns[0]],
    [...columns.slice(0, -1), columns[0]],
    withFirst({ isShown: false }),
    withFirst({ width: 55 }),
    withFirst({ width: 1201 }),
    withFirst({ width: 100.5 }),
    withFirst({ id: 'secret' }),
    withFirst({ more: 1 }),
  ].map((bad): [RequestName, string, unknown] => [
    'settings.update',
    `columns ${JSON.stringify(bad)}`,
    { list: { columns: bad } },
  ]),
  ['settings.update', 'a sort by nothing', { list: { sort: { column: 'id', direction: 'ascending' } } }],
  ['settings.update', 'a sort nowhere', { list: { sort: { column: 'name', direction: 'up' } } }],
  ['app.commands', 'an unknown command', { isActive: true, enabled: ['format'], checked: [] }],
  ['app.commands', 'half of it', { isActive: true, enabled: ['up'] }],
  ['app.commands', 'more than there are', { isActive: true, enabled: many('up', 100), checked: [] }],
  ...menus.map(([what, input]): [RequestName, string, unknown] => ['app.contextMenu', what, input]),
  ['settings.update', 'an unknown limit', { transferLimits: { files: 1 } }],
  ['transfers.pause', 'no such scope', { all: 'everything' }],
  ['transfers.pause', 'ids and a scope', { all: 'both', ids: [] }],
  ['transfers.move', 'no such place', { ids: ['a'], to: 'middle' }],
  ['transfers.move', 'no ids', { ids: [], to: 'first' }],
  ['settings.update', 'a folder, which only the dialog may choose', { downloadFolder: '/etc' }],
]

const excerpt = (input: unknown): string =>
  JSON.stringify(input, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)).slice(
    0,
    120,
  )

describe('hostile values', () => {
  it.each(cases.map(([name, what, input]) => [name, what, excerpt(input), input] as const))(
    '%s refuses %s: %s',
    async (name, _what, _excerpt, input) => {
      const { ask, called } = ipcRig()
      expect(codeOfReply(await ask(name, input))).toBe('ipc.invalidInput')
      expect(called).not.toHaveBeenCalled()
    },
  )

  it.each<readonly [RequestName, unknown]>([
    ['library.openFolder', { path: '/' }],
    ['library.openFolder', { path: '/会议录像/Unusual + names/..a/a../' }],
    ['playback.open', { recording: { ...recording, path: '/100% + more & co?.mp4' } }],
    [
      'playback.open',
      { recording: { id: null, path: '/a', size: null, sizeIsExact: false, createdAt: null } },
    ],
    ['transfers.cancel', { ids: [] }],
    ['transfers.cancel', { ids: many('a', 10_000) }],
    ['transfers.pause', { all: 'both' }],
    ['transfers.move', { ids: many('a', 10_000), to: 'last' }],
    ['settings.update', {}],
    ['settings.update', { transferLimits: {} }],
    ['accounts.signIn', withServer({ origin: 'http://127.0.0.1:8080', prefix: '' })],
    ['accounts.signIn', withServer({ origin: 'https://[::1]:8443', prefix: '/a/b.c~d-e_f' })],
    ['accounts.signIn', withCredentials({ ...company, compSecret: ' 密 码\t', appId: '' })],
    ['accounts.signIn', withCredentials(project)],
  ])('%s takes what is merely unusual', async (name, input) => {
    const { ask } = ipcRig()
    expect(codeOfReply(await ask(name, input))).toBe('answered')
  })
})
