import { expect, it } from 'vitest'
import { pagePreferences } from '#main/security/page-preferences.ts'

it.each([
  ['a package', true],
  ['development', false],
])('a page in %s is sandboxed, isolated, without Node, with web security', (_where, isPackaged) => {
  expect(pagePreferences('/preload.cjs', isPackaged)).toEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: !isPackaged,
    spellcheck: false,
  })
})
