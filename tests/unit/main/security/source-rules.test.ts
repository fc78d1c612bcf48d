import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const projectRoot = path.resolve(import.meta.dirname, '../../../..')
const sources = readdirSync(path.join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:ts|vue|html)$/u.test(name))
  .map((name) => ({
    name: name.replaceAll('\\', '/'),
    text: readFileSync(path.join(projectRoot, 'src', name), 'utf8'),
  }))

/** The files in which a pattern occurs outside comments, with what is there. */
function found(pattern: RegExp): string[] {
  return sources.flatMap(({ name, text }) =>
    text
      .split('\n')
      .filter((line) => !/^\s*(?:\/\/|\/?\*)/u.test(line) && pattern.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  )
}

describe('nowhere in the sources', () => {
  it.each<readonly [string, RegExp]>([
    ['web security is switched off', /webSecurity:\s*false|allowRunningInsecureContent:\s*true/u],
    [
      'a page gets Node or loses its sandbox',
      /nodeIntegration\w*:\s*true|sandbox:\s*false|contextIsolation:\s*false/u,
    ],
    [
      'experimental features are switched on',
      /experimentalFeatures:\s*true|enableBlinkFeatures|appendSwitch\(/u,
    ],
    ['there is a webview, a frame or a popup', /<(?:webview|iframe|frame|object|embed)\b|allowpopups/u],
    ['text becomes code or markup', /\beval\(|new Function\(|v-html|(?:inner|outer)HTML|insertAdjacentHTML/u],
    ['the page asks a server itself', /\bsendBeacon\(|new WebSocket|XMLHttpRequest|(?<![.#\w])fetch\(/u],
    ['a page is loaded over file: or http:', /loadFile\(|loadURL\(['"`](?:http|file):/u],
    ['TLS is not verified', /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED|ignore-certificate/u],
    ['anything is reported to anybody', /crashReporter|submitURL|sentry|analytics|telemetry/iu],
    ['raw Electron is put on the window', /exposeInMainWorld\([^)]*ipcRenderer/u],
  ])('%s', (_what, pattern) => {
    expect(found(pattern)).toEqual([])
  })
})

it('addresses are handed to the system by src/main/security alone', () => {
  expect(found(/openExternal\b/u).filter((line) => !line.startsWith('main/security/'))).toEqual([])
})

it('files are handed to the system by way of openVideo alone', () => {
  const calls = found(/shell\.openPath\b/u)
  expect(calls).toHaveLength(1)
  expect(calls[0]).toContain('openVideo(file, (target) => shell.openPath(target))')
})

it('programs of the system are run by connection-cost.ts alone, without a shell', () => {
  expect(found(/child_process/u)).toEqual([
    "main/network/connection-cost.ts: import { execFile } from 'node:child_process'",
  ])
  expect(found(/\bshell:\s*true/u)).toEqual([])
})

it('every window has the preferences that page-preferences.ts gives', () => {
  const windows = sources.filter(({ text }) =>
    /new (?:BrowserWindow|WebContentsView|BrowserView)\(/u.test(text),
  )
  expect(windows.map(({ name }) => name)).toEqual([
    'main/desktop/main-window.ts',
    'main/desktop/player-window.ts',
  ])
  for (const { text } of windows) expect(text).toContain('webPreferences: pagePreferences(')
})

it('Electron is one exact version, and one package ships beside the bundles', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(path.join(projectRoot, 'package.json'), 'utf8'),
  ) as { dependencies: Record<string, string>; devDependencies: Record<string, string> }
  expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/u)
  expect(Object.keys(dependencies)).toEqual(['keytar'])
})
