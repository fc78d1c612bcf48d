import PQueue from 'p-queue'
import { AppError } from '#shared/errors.ts'
import type { Recording } from '#shared/models/recording.ts'
import { ancestorsOf, joinRecordingPath, parentOf } from '#shared/paths.ts'
import type { CloudRoomClient, QueryPage } from '../../api/client.types.ts'
import { visitFolder } from '../../library/visit-folder.ts'
import { nameKey } from './name-key.ts'

/** Largest page that the API gives (API page, PageSize). */
const pageSize = 50
const concurrentQuestions = 6

export interface WantedNames {
  /** `/A/` */
  readonly folder: string
  readonly names: readonly string[]
}

/** What the server has of the names that are wanted in one folder. */
export interface RemoteNames {
  /** By {@link nameKey} of the wanted name. */
  readonly found: ReadonlyMap<string, Recording>
  /** {@link nameKey}s of what is there besides and may stand in the way of numbered names, as far as it was listed. */
  readonly taken: ReadonlySet<string>
}

const nothing: RemoteNames = { found: new Map(), taken: new Set() }

/**
 * Asks what the server has of many names in many folders, with as few questions as it takes: a folder's first page, and
 * where that is not all of it either its other pages or the names one by one, whichever is less. A folder that is not
 * there, or empty, answers for everything below it.
 *
 * @returns by folder
 * @throws AppError
 */
export async function lookUpNames(
  client: CloudRoomClient,
  wanted: readonly WantedNames[],
  target: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RemoteNames>> {
  const names = new Map(wanted.map((item) => [item.folder, item.names]))
  // Parents first, also those that get no file: one question may spare those for everything below.
  const folders = new Set(
    wanted.flatMap(({ folder }) => ancestorsOf(folder).filter((above) => isBelow(above, target))),
  )
  for (const { folder } of wanted) folders.add(folder)
  const result = new Map<string, RemoteNames>()
  const missing = new Set<string>()
  for (const level of levels([...folders])) {
    const queue = new PQueue({ concurrency: concurrentQuestions })
    await Promise.all(
      level.map((folder) =>
        queue.add(async () => {
          if (folder !== '/' && missing.has(parentOf(folder))) missing.add(folder)
          else {
            const seen = await lookUp(client, folder, names.get(folder) ?? [], signal)
            result.set(folder, seen.names)
            if (seen.isEmpty) missing.add(folder)
          }
        }),
      ),
    )
  }
  for (const folder of missing) result.set(folder, nothing)
  return result
}

const isBelow = (folder: string, target: string): boolean => folder.startsWith(target) && folder !== target

/** Folders by depth, the shallow ones first. */
function levels(folders: readonly string[]): string[][] {
  const byDepth = Map.groupBy(folders, (folder) => folder.split('/').length)
  return [...byDepth].sort(([a], [b]) => a - b).map(([, level]) => level)
}

interface FolderLook {
  readonly names: RemoteNames
  readonly isEmpty: boolean
}

async function lookUp(
  client: CloudRoomClient,
  folder: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<FolderLook> {
  const page = await firstPage(client, folder, signal)
  if (page === null) return { names: nothing, isEmpty: true }
  const isEmpty = page.recordings.length === 0 && page.folders.length === 0
  const collector = new NameCollector(names)
  collector.take(page.recordings)
  const isWhole = page.listed < pageSize && (page.total ?? 0) <= page.listed
  if (!isWhole && names.length > 0) {
    const pages = Math.ceil((page.total ?? Infinity) / pageSize) - 1
    if (pages > names.length) await askOneByOne(client, folder, collector, signal)
    else {
      await visitFolder(client, folder, signal, ({ recordings }) => collector.take(recordings))
    }
  }
  return { names: collector.result, isEmpty: isEmpty && isWhole }
}

/** null when the folder is not there: some servers refuse to list it (facts sheet, "Unspecified"). */
async function firstPage(
  client: CloudRoomClient,
  folder: string,
  signal: AbortSignal,
): Promise<QueryPage | null> {
  try {
    return await client.query({ folder, pageNumber: 1, pageSize }, { signal })
  } catch (error) {
    if (folder === '/' || !(error instanceof AppError) || error.code !== 'api.badParameters') throw error
    return null
  }
}

async function askOneByOne(
  client: CloudRoomClient,
  folder: string,
  collector: NameCollector,
  signal: AbortSignal,
): Promise<void> {
  const queue = new PQueue({ concurrency: concurrentQuestions })
  await Promise.all(
    collector.missing.map((name) =>
      queue.add(async () => {
        const found = await client.find(joinRecordingPath(folder, name), { signal })
        if (found !== null) collector.take([found])
      }),
    ),
  )
}

/** Keeps of a listing what concerns some names: those themselves, and numbered forms of them. */
class NameCollector {
  readonly #wanted: ReadonlyMap<string, string>
  readonly #stems: ReadonlySet<string>
  readonly #found = new Map<string, Recording>()
  readonly #taken = new Set<string>()

  constructor(names: readonly string[]) {
    this.#wanted = new Map(names.map((name) => [nameKey(name), name]))
    this.#stems = new Set([...this.#wanted.keys()].map(stemOf))
  }

  take(recordings: readonly Recording[]): void {
    for (const recording of recordings) {
      const key = nameKey(recording.name)
      const wanted = this.#wanted.get(key)
      const isExact = wanted === recording.name.normalize('NFC')
      if (wanted !== undefined && (isExact || !this.#found.has(key))) this.#found.set(key, recording)
      if (this.#stems.has(stemOf(key))) this.#taken.add(key)
    }
  }

  get missing(): readonly string[] {
    return [...this.#wanted].filter(([key]) => !this.#found.has(key)).map(([, name]) => name)
  }

  get result(): RemoteNames {
    return { found: this.#found, taken: this.#taken }
  }
}

/** `a (2).mp4` → `a` */
function stemOf(key: string): string {
  return key.replace(/\.[^.]*$/u, '').replace(/ \(\d+\)$/u, '')
}
