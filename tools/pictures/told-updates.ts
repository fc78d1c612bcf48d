import type { Page } from '@playwright/test'
import type { Update, UpdateReport, UpdateState } from '#shared/models/updates.ts'
import { changeStore } from './change-store.ts'

/** A new version, with notes of all kinds. */
export const exampleUpdate: Update = {
  version: '1.2.0',
  size: 104_857_600,
  notes: [
    'New',
    '- Recordings play in a window of their own, with a playlist.',
    '- A part of a recording can be saved as a file.',
    '',
    'Mended',
    '- A folder with a very long name no longer pushes the columns out of the window.',
    '- Downloads go on after the computer has slept.',
    `- https://example.com/${'releases/'.repeat(12)}`,
    '',
    'Thanks to everybody who reported what went wrong.',
  ].join('\n'),
}

/** What only a signed and installed package comes to: the window is told what main would tell it. */
export const tellOfUpdate = (page: Page, state: UpdateState): Promise<void> => {
  const report: UpdateReport = { state, checkedAt: Date.UTC(2026, 0, 15, 8) }
  return changeStore(page, 'updates', { report })
}
