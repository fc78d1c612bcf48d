import path from 'node:path'
import { defineConfig } from '@playwright/test'

// Each spec starts the app anew: what was compiled for one is not compiled again for the next (Node docs, "Module compile cache").
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules', '.cache', 'e2e-compiled')

/** Specs start the app themselves, through tests/e2e/driver. The app must have been built. */
export default defineConfig({
  testDir: 'tests/e2e',
  // Two cores: a third app would only slow the other two down.
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  forbidOnly: process.env['CI'] !== undefined,
  use: {
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
  },
})
