import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** Clocks are corrected by less than this, and computers start more slowly. ms */
const driftMs = 60_000

/**
 * Names this run of the operating system, so that a later run of the app can tell whether there was another since: what
 * was written and not synced survives the end of the app, not that of the system. Linux has an id for it; elsewhere it is
 * the time at which the computer was started, in steps that make a corrected clock look like a restart now and then,
 * which is the safe mistake.
 */
export function currentBoot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return `started ${Math.round((Date.now() - uptime() * 1000) / driftMs)}`
  }
}
