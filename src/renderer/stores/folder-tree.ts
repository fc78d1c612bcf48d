import type { Folder } from '#shared/models/folder.ts'
import { ancestorsOf, nameOf } from '#shared/paths.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { errorShapeOf, request, subscribe } from '../bridge.ts'
import { entriesOf, type Entry, type FolderEntry } from '../logic/entries.ts'
import {
  emptyTree,
  treeRows,
  withChildren,
  withNews,
  withUnfolded,
  type FolderTree,
} from '../logic/folder-tree.ts'
import { compareNames, learnNames } from '../logic/name-order.ts'
import { isRecordingName } from '../logic/typed-path.ts'
import { useExplorer } from './explorer.ts'
import { useSession } from './session.ts'

/** Where a typed path leads, or the part of it that is not there. */
export type FoundPlace =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'recording'; readonly path: string; readonly folder: string }
  | { readonly kind: 'missing'; readonly name: string; readonly within: string }

/** The account's folders as a tree: from what was listed, and asked for where somebody looks further. */
export const useFolderTree = defineStore('folderTree', () => {
  const explorer = useExplorer()
  const session = useSession()
  const tree = shallowRef<FolderTree>(emptyTree)
  const loading = shallowRef<ReadonlySet<string>>(new Set())
  /** Answers of an account that was left are dropped. */
  let series = 0
  /** Questions that wait for their answer, with whether the server is asked. */
  const underWay = new Map<string, { readonly mayAsk: boolean; readonly answer: Promise<void> }>()

  const rows = computed(() => treeRows(tree.value))

  function reset(): void {
    series++
    underWay.clear()
    tree.value = emptyTree
    loading.value = new Set()
  }

  function ordered(folders: readonly Folder[]): FolderEntry[] {
    const entries = entriesOf(folders, []).filter(isFolder)
    learnNames(entries)
    return entries.sort(compareNames)
  }

  function setLoading(path: string, isLoading: boolean): void {
    const next = new Set(loading.value)
    if (isLoading) next.add(path)
    else next.delete(path)
    loading.value = next
  }

  /**
   * Gets a folder's subfolders: those that were listed before, else from the server where `mayAsk`. Somebody who asks
   * for what is under way gets the same answer, unless that one leaves the server out.
   *
   * @throws AppError as `library.subfolders` does; not for what is over because the user went there
   */
  async function load(path: string, mayAsk: boolean): Promise<void> {
    for (let before = underWay.get(path); before !== undefined; before = underWay.get(path)) {
      if (before.mayAsk || !mayAsk) return before.answer
      // Whoever asked for less is told of its failure.
      await before.answer.catch(() => undefined)
    }
    if (tree.value.whole.has(path)) return
    const asked = { mayAsk, answer: ask(path, mayAsk, series) }
    underWay.set(path, asked)
    try {
      await asked.answer
    } finally {
      if (underWay.get(path) === asked) underWay.delete(path)
    }
  }

  async function ask(path: string, mayAsk: boolean, mine: number): Promise<void> {
    setLoading(path, true)
    try {
      const { folders, isWhole } = await request('library.subfolders', { path, mayAsk })
      if (mine === series && (isWhole || folders.length > 0))
        tree.value = withChildren(tree.value, path, ordered(folders), isWhole)
    } catch (error) {
      if (mine === series && errorShapeOf(error).code !== 'aborted') throw error
    } finally {
      if (mine === series) setLoading(path, false)
    }
  }

  /** Shows what is in a folder. @throws AppError; the folder is folded again then */
  async function unfold(path: string): Promise<void> {
    tree.value = withUnfolded(tree.value, path, true)
    try {
      await load(path, true)
    } catch (error) {
      fold(path)
      throw error
    }
  }

  function fold(path: string): void {
    tree.value = withUnfolded(tree.value, path, false)
  }

  /** Unfolds what leads to a folder. What is beside it is not asked for. */
  function reveal(path: string): void {
    const way = ancestorsOf(path)
    for (const [index, folder] of way.slice(0, -1).entries()) {
      const next = way[index + 1] ?? path
      const known = tree.value.children.get(folder)
      const child: FolderEntry = { kind: 'folder', key: next, name: nameOf(next) }
      if (known === undefined) {
        tree.value = withChildren(tree.value, folder, [child], false)
        // Only what the index has: nothing that could fail for a reason worth telling.
        load(folder, false).catch(() => undefined)
      }
      tree.value = withUnfolded(tree.value, folder, true)
    }
  }

  /** The subfolder of that name; case does not matter where none has it exactly. */
  function childOf(path: string, name: string): FolderEntry | undefined {
    const below = tree.value.children.get(path) ?? []
    const lower = name.toLowerCase()
    return (
      below.find((child) => child.name === name) ?? below.find((child) => child.name.toLowerCase() === lower)
    )
  }

  /** Where the names lead, as far as it is known without asking. */
  const known = (segments: readonly string[]): string =>
    segments.reduce((path, segment) => childOf(path, segment)?.key ?? `${path}${segment}/`, '/')

  /**
   * Where the names lead. What is not known whole, because the page lists it just now, is taken at its word: nothing is
   * said to be missing that may be there. The server is asked where `mayAsk`.
   *
   * @throws AppError when a folder on the way cannot be listed
   */
  async function find(segments: readonly string[], mayAsk = true): Promise<FoundPlace> {
    let path = '/'
    for (const [index, segment] of segments.entries()) {
      await load(path, mayAsk)
      const found = childOf(path, segment)
      if (found !== undefined) path = found.key
      else if (index === segments.length - 1 && isRecordingName(segment))
        return { kind: 'recording', path: path + segment, folder: path }
      else if (tree.value.whole.has(path)) return { kind: 'missing', name: segment, within: path }
      else path = `${path}${segment}/`
    }
    return { kind: 'folder', path }
  }

  function start(): void {
    watch(() => session.profile?.id, reset)
    watch(() => explorer.path, reveal, { immediate: true })
    // Whatever is listed is known here, too.
    watch(
      () => explorer.listing,
      ({ path, phase, entries, complete }) => {
        if (phase === 'shown')
          tree.value = withChildren(tree.value, path, foldersAtTop(entries).sort(compareNames), complete)
      },
    )
    subscribe('library.changed', ({ updates }) => {
      for (const { folder, folders, removedFolders } of updates) {
        tree.value = withNews(tree.value, folder, ordered(folders), removedFolders, compareNames)
      }
    })
  }

  return { tree, rows, loading, start, load, unfold, fold, known, find }
})

const isFolder = (entry: Entry): entry is FolderEntry => entry.kind === 'folder'

/** Folders come first in every order: a list of 100,000 recordings is not walked through. */
function foldersAtTop(entries: readonly Entry[]): FolderEntry[] {
  const folders: FolderEntry[] = []
  for (const entry of entries) {
    if (entry.kind !== 'folder') break
    folders.push(entry)
  }
  return folders
}
