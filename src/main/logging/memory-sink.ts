import type { LogEntry, LogSink } from './logger.ts'

export interface MemorySink {
  readonly sink: LogSink
  readonly entries: readonly LogEntry[]
  /** Everything that was logged, as one text to search. */
  text(): string
}

/** Keeps every line in memory: for tests. */
export function memorySink(): MemorySink {
  const entries: LogEntry[] = []
  return {
    sink: (entry) => {
      entries.push(entry)
    },
    entries,
    text: () => entries.map((entry) => JSON.stringify(entry)).join('\n'),
  }
}
