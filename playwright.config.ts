import { defineConfig } from '@playwright/test'

/** Specs start the app themselves, through tests/e2e/driver. The app must have been built. */
export default defineConfig({
  testDir: 'tests/e2e',
  // Two cores: a third app would only slow the other two down.
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  forbidOnly: process.env['CI'] !== undefined,
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
})
