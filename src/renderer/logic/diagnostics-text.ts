import type { ConnectionReport, Versions } from '#shared/models/diagnostics.ts'

/** Beyond this, times that the server signs or checks may be refused. A Date header is good to a second. */
const maxSkewMs = 5000

/** One line for a bug report; the same in every language. */
export function versionsText({ app, electron, chromium, node, system }: Versions): string {
  const parts = [
    `CloudRoom Drive ${app}`,
    electron === null ? null : `Electron ${electron}`,
    chromium === null ? null : `Chromium ${chromium}`,
    `Node ${node}`,
    system,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

/** A report for support, in codes: the same in every language. */
export function reportText(report: ConnectionReport): string {
  const steps = report.steps.map(({ name, outcome, ms, error }) => {
    const details = [ms === null ? '' : `${ms} ms`, error === null ? '' : error.code]
    return [`${name}: ${outcome}`, ...details.filter((detail) => detail !== '')].join(' ')
  })
  const { tls } = report
  return [
    report.origin,
    ...steps,
    `addresses: ${report.addresses.join(', ')}`,
    ...(tls === null
      ? []
      : [
          `tls: ${tls.protocol} ${tls.subject} issued by ${tls.issuer}`,
          `certificate: ${tls.fingerprint}${tls.isPinned ? ' (pinned)' : ''}`,
        ]),
    `clock skew: ${report.clockSkewMs === null ? 'unknown' : `${report.clockSkewMs} ms`}`,
    `proxy: ${report.proxy ?? 'none'}`,
  ].join('\n')
}

export function clockIsOff(skewMs: number): boolean {
  return Math.abs(skewMs) > maxSkewMs
}
