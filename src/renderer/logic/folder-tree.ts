import type { FolderEntry } from './entries.ts'

/** What is known of the folders of an account, and which of them are unfolded. */
export interface FolderTree {
  /** Subfolders in display order, by the folder's path. */
  readonly children: ReadonlyMap<string, readonly FolderEntry[]>
  /** Folders whose subfolders are all known. */
  readonly whole: ReadonlySet<string>
  readonly unfolded: ReadonlySet<string>
}

/** One row of the tree. */
export interface TreeRow {
  readonly path: string
  /** '' for the root, which has a name only in words. */
  readonly name: string
  /** 1 for the root */
  readonly level: number
  readonly isUnfolded: boolean
  /** Known to have no subfolders. */
  readonly isLeaf: boolean
  /** Position among its siblings, from 1, and how many there are. */
  readonly place: number
  readonly siblings: number
}

/** Subfolders beyond these, in all folders together, are forgotten where they are folded away. */
const maxKept = 20_000

export const emptyTree: FolderTree = { children: new Map(), whole: new Set(), unfolded: new Set(['/']) }

/** The rows to show, from the root down. */
export function treeRows(tree: FolderTree): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (path: string, name: string, level: number, place: number, siblings: number): void => {
    const below = tree.children.get(path) ?? []
    const isLeaf = below.length === 0 && tree.whole.has(path)
    const isUnfolded = !isLeaf && tree.unfolded.has(path)
    rows.push({ path, name, level, isUnfolded, isLeaf, place, siblings })
    if (!isUnfolded) return
    for (const [index, child] of below.entries()) {
      add(child.key, child.name, level + 1, index + 1, below.length)
    }
  }
  add('/', '', 1, 1, 1)
  return rows
}

/**
 * The subfolders of a folder, in display order. A part (`isWhole` false) is put where nothing is known and else changes nothing.
 * The same tree when nothing is new.
 */
export function withChildren(
  tree: FolderTree,
  path: string,
  folders: readonly FolderEntry[],
  isWhole: boolean,
): FolderTree {
  const before = tree.children.get(path)
  if (!isWhole && before !== undefined) return tree
  const isSame =
    before?.length === folders.length && before.every(({ key }, index) => key === folders[index]?.key)
  if (isSame && tree.whole.has(path) === isWhole) return tree
  const children = new Map(tree.children).set(path, folders)
  const whole = isWhole ? new Set(tree.whole).add(path) : tree.whole
  return pruned({ ...tree, children, whole })
}

/** Folders that came to a folder or went from it; what is below those that went is forgotten. */
export function withNews(
  tree: FolderTree,
  path: string,
  come: readonly FolderEntry[],
  gone: readonly string[],
  compare: (a: FolderEntry, b: FolderEntry) => number,
): FolderTree {
  const before = tree.children.get(path)
  const fresh = come.filter(({ key }) => before?.some((folder) => folder.key === key) !== true)
  if (before === undefined || (fresh.length === 0 && gone.length === 0)) return tree
  const left = new Set(gone)
  const isGone = (folder: string): boolean => gone.some((one) => folder.startsWith(one))
  const children = new Map([...tree.children].filter(([folder]) => !isGone(folder)))
  children.set(path, [...before.filter(({ key }) => !left.has(key)), ...fresh].sort(compare))
  const keep = (set: ReadonlySet<string>): Set<string> => new Set([...set].filter((one) => !isGone(one)))
  return { children, whole: keep(tree.whole), unfolded: keep(tree.unfolded) }
}

export function withUnfolded(tree: FolderTree, path: string, isUnfolded: boolean): FolderTree {
  if (tree.unfolded.has(path) === isUnfolded) return tree
  const unfolded = new Set(tree.unfolded)
  if (isUnfolded) unfolded.add(path)
  else unfolded.delete(path)
  return { ...tree, unfolded }
}

function pruned(tree: FolderTree): FolderTree {
  let kept = 0
  for (const folders of tree.children.values()) kept += folders.length
  if (kept <= maxKept) return tree
  const children = new Map([...tree.children].filter(([path]) => tree.unfolded.has(path)))
  return { ...tree, children, whole: new Set([...tree.whole].filter((path) => children.has(path))) }
}
