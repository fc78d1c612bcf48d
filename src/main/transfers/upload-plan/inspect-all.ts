import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import { maxPlannedFiles } from '#shared/models/upload-plan.ts'
import { inspectUpload } from '../preflight.ts'
import type { Found } from './scan-picks.ts'

/** Files that are looked into at once: each is two small reads. */
const concurrency = 12

/** A file or folder that was found, and what was seen in it. */
export interface Inspected {
  /** Absolute. */
  readonly file: string | null
  /** NFC. */
  readonly name: string
  readonly within: string
  /** bytes */
  readonly size: number | null
  /** epoch ms */
  readonly modifiedAt: number | null
  readonly error: AppError | null
}

export interface Inspection {
  /** In the order of the scan. */
  readonly items: readonly Inspected[]
  readonly hasFolders: boolean
  readonly leftOut: number
}

export interface InspectOptions {
  readonly signal: AbortSignal
  readonly onProgress: (found: number, checked: number) => void
}

/**
 * Looks into everything that a scan finds, while it goes on.
 *
 * @throws AppError `transfer.tooManyFiles`, `aborted`
 */
export async function inspectAll(
  found: AsyncGenerator<Found>,
  { signal, onProgress }: InspectOptions,
): Promise<Inspection> {
  const items: Inspected[] = []
  let count = 0
  let checked = 0
  let leftOut = 0
  let hasFolders = false

  const place = (): number => {
    if (count >= maxPlannedFiles) {
      throw new AppError('transfer.tooManyFiles', { params: { max: maxPlannedFiles } })
    }
    return count++
  }
  const take = async (item: Found): Promise<void> => {
    if (item.kind === 'folder') hasFolders = true
    else if (item.kind === 'leftOut') leftOut++
    else {
      const at = place()
      items[at] = item.kind === 'refused' ? refused(item) : await inspect(item)
      checked++
      onProgress(count, checked)
    }
  }
  // One generator for all of them: it hands out one item after the other.
  const work = async (): Promise<void> => {
    for (let next = await found.next(); next.done !== true; next = await found.next()) {
      if (signal.aborted) throw new AppError('aborted')
      await take(next.value)
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, work))
  } finally {
    await found.return(undefined)
  }
  return { items, hasFolders, leftOut }
}

function refused({ name, within, error }: Extract<Found, { kind: 'refused' }>): Inspected {
  return { file: null, name, within, size: null, modifiedAt: null, error }
}

/** Never throws: what is wrong with a file is part of what was seen. */
export async function inspect({
  file,
  within,
}: {
  readonly file: string
  readonly within: string
}): Promise<Inspected> {
  const name = path.basename(file).normalize('NFC')
  try {
    const { size, modifiedAt } = await inspectUpload(file)
    return { file, name, within, size, modifiedAt, error: null }
  } catch (error) {
    const shown = error instanceof AppError ? error : new AppError('file.notReadable', { cause: error })
    return { file, name, within, size: null, modifiedAt: null, error: shown }
  }
}
