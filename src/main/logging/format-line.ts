import type { LogEntry } from './logger.ts'

/** Characters of one line in a file. */
const maxLineLength = 16_000

/** `2026-01-31T12:00:00.000Z WARN  message {"field":1}`: one line, whatever the message holds. */
export function formatLine({ time, level, message, fields }: LogEntry): string {
  const details = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`
  // Text from a server must not be able to forge a line of its own.
  const oneLine = message.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
  const line = `${new Date(time).toISOString()} ${level.toUpperCase().padEnd(5)} ${oneLine}${details}`
  return line.slice(0, maxLineLength)
}
