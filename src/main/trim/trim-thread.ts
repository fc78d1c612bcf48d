import type { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'
import type { TrimAnswer, TrimTask } from './trim-protocol.ts'

export interface TrimThreadOptions {
  readonly createWorker: (task: TrimTask) => Worker
  readonly signal: AbortSignal
  readonly onProgress?: (share: number) => void
  /** Without a word for so long, the thread is ended: the file leads it round in circles. ms */
  readonly silenceMs?: number
}

const defaultSilenceMs = 30_000

/**
 * Runs a task in a thread of its own. When this is settled, the thread has ended and touches no file any more.
 *
 * @throws AppError `trim.unreadable` when the thread is lost in the file, `aborted`, and what the task failed with
 */
export async function runTrimTask(
  task: TrimTask,
  { createWorker, signal, onProgress, silenceMs = defaultSilenceMs }: TrimThreadOptions,
): Promise<Exclude<TrimAnswer, { kind: 'progress' | 'failed' }>> {
  const isAborted = (): boolean => signal.aborted
  if (isAborted()) throw new AppError('aborted')
  const worker = createWorker(task)
  const end = (): void => void worker.terminate()
  let silence = setTimeout(end, silenceMs)
  signal.addEventListener('abort', end)
  try {
    const answer = await new Promise<TrimAnswer | null>((resolve) => {
      let last: TrimAnswer | null = null
      worker.on('message', (said: TrimAnswer) => {
        clearTimeout(silence)
        silence = setTimeout(end, silenceMs)
        last = said
        if (said.kind === 'progress') onProgress?.(said.share)
      })
      // Out of memory, or an error that nobody caught: there is no answer.
      worker.on('error', () => (last = null))
      worker.on('exit', () => resolve(last))
    })
    if (isAborted()) throw new AppError('aborted')
    if (answer === null || answer.kind === 'progress') throw new AppError('trim.unreadable')
    if (answer.kind === 'failed') throw new AppError(answer.error.code, { params: answer.error.params })
    return answer
  } finally {
    clearTimeout(silence)
    signal.removeEventListener('abort', end)
  }
}
