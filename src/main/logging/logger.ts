import { createRedactor } from './redactor.ts'
import type { Redactor } from './redactor.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Structured details of a line. Errors may be given as they are; the redactor reduces them to what is safe. */
export type LogFields = Readonly<Record<string, unknown>>

/** One line, already redacted and bounded. */
export interface LogEntry {
  /** epoch ms */
  readonly time: number
  readonly level: LogLevel
  readonly message: string
  readonly fields: LogFields
}

/** Where lines go. Must not throw: logging never changes what the program does. */
export type LogSink = (entry: LogEntry) => void

export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

export interface LoggerOptions {
  readonly sink: LogSink
  /** Share one redactor between the logger and whoever learns of secrets (sign-in, keychain). */
  readonly redactor?: Redactor
  /** Lines below this level are dropped. Default `debug`. */
  readonly minimumLevel?: LogLevel
  /** epoch ms; for tests */
  readonly now?: () => number
}

const severity: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }

/** A logger that redacts every message and field before any sink sees it (design, section 8). Never throws. */
export function createLogger({
  sink,
  redactor = createRedactor(),
  minimumLevel = 'debug',
  now = Date.now,
}: LoggerOptions): Logger {
  const writeAt =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (severity[level] < severity[minimumLevel]) return
      sink({ time: now(), level, message: redactor.text(message), fields: redactor.fields(fields) })
    }
  return {
    debug: writeAt('debug'),
    info: writeAt('info'),
    warn: writeAt('warn'),
    error: writeAt('error'),
  }
}

/** One sink that hands each line to all of `sinks`. */
export function combineSinks(...sinks: readonly LogSink[]): LogSink {
  return (entry) => {
    for (const sink of sinks) sink(entry)
  }
}
