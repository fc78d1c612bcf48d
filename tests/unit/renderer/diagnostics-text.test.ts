import type { ConnectionReport } from '#shared/models/diagnostics.ts'
import { describe, expect, it } from 'vitest'
import { clockIsOff, reportText, versionsText } from '../../../src/renderer/logic/diagnostics-text.ts'
import { shortcutTable } from '../../../src/renderer/logic/shortcuts.ts'

describe('diagnostics in words', () => {
  it('leave out what another runtime stands in for', () => {
    const versions = { app: '1.2.3', electron: null, chromium: null, node: '24.1.0', system: 'Linux 6 x64' }
    expect(versionsText(versions)).toBe('CloudRoom Drive 1.2.3 · Node 24.1.0 · Linux 6 x64')
    expect(versionsText({ ...versions, electron: '45.0.0' })).toContain('Electron 45.0.0 · Node')
  })

  it('are codes where they are copied', () => {
    const report: ConnectionReport = {
      origin: 'https://host',
      proxy: 'http://proxy:8080',
      addresses: ['10.0.0.1', '::1'],
      steps: [
        { name: 'name', outcome: 'passed', ms: 3, error: null },
        {
          name: 'connect',
          outcome: 'failed',
          ms: 9,
          error: { code: 'network.refused', params: {}, retryable: true },
        },
        { name: 'tls', outcome: 'skipped', ms: null, error: null },
      ],
      tls: null,
      clockSkewMs: null,
    }
    expect(reportText(report).split('\n')).toEqual([
      'https://host',
      'name: passed 3 ms',
      'connect: failed 9 ms network.refused',
      'tls: skipped',
      'addresses: 10.0.0.1, ::1',
      'clock skew: unknown',
      'proxy: http://proxy:8080',
    ])
    const tls = {
      protocol: 'TLSv1.3',
      subject: 'nas',
      issuer: 'Office CA',
      validFrom: null,
      validUntil: 1,
      fingerprint: 'AB:CD',
      isPinned: true,
    }
    const secured = reportText({ ...report, tls }).split('\n')
    expect(secured).toContain('tls: TLSv1.3 nas issued by Office CA')
    expect(secured).toContain('certificate: AB:CD (pinned)')
  })

  it('do not blame a clock for what a Date header cannot tell', () => {
    expect([4999, -4999, 5001, -5001].map(clockIsOff)).toEqual([false, false, true, true])
  })
})

describe('the table of shortcuts', () => {
  it('has each command once, with its keys on this platform', () => {
    const mac = shortcutTable('darwin')
    const other = shortcutTable('win32')
    for (const table of [mac, other]) {
      expect(new Set(table.map(({ command }) => command)).size).toBe(table.length)
      expect(table.every(({ keys }) => keys.length > 0)).toBe(true)
    }
    const keysOf = (table: typeof mac, command: string) => table.find((row) => row.command === command)?.keys
    expect(keysOf(mac, 'open')).toEqual(['↩', '⌘↓', '⌘O'])
    expect(keysOf(other, 'refresh')).toEqual(['F5', 'Ctrl+R'])
    expect(keysOf(other, 'settings')).toEqual(['Ctrl+,'])
  })
})
