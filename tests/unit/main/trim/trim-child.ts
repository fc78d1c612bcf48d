/** Begins to copy a part of a movie, in a process of its own that is killed as soon as something of it is on disk. */
import { Worker } from 'node:worker_threads'
import { openDatabase } from '#main/storage/database.ts'
import { TrimParts } from '#main/trim/trim-parts.ts'
import { TrimService } from '#main/trim/trim-service.ts'
import { testLogger } from '#tests/support/test-logger.ts'

const [database = '', source = '', entry = ''] = process.argv.slice(2)

const trims = new TrimService({
  copyOf: () => Promise.resolve(source),
  chooseFile: (suggested) => Promise.resolve(suggested),
  createWorker: (workerData) => new Worker(entry, { workerData }),
  parts: new TrimParts(openDatabase(database, testLogger().log)),
  reveal: () => undefined,
})
await trims.save(
  { id: 1, path: '/A/meeting.mp4', size: null, sizeIsExact: false, createdAt: null },
  { start: 0, end: 120 },
  { signal: new AbortController().signal, onProgress: () => process.kill(process.pid, 'SIGKILL') },
)
