import { createLogger, type Logger } from '#main/logging/logger.ts'
import { memorySink } from '#main/logging/memory-sink.ts'

/** The real logger, writing into memory. */
export function testLogger(): { log: Logger; text: () => string } {
  const memory = memorySink()
  return { log: createLogger({ sink: memory.sink }), text: () => memory.text() }
}
