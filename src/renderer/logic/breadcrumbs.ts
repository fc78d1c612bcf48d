import { ancestorsOf, nameOf } from '#shared/paths.ts'

export interface Crumb {
  readonly path: string
  /** '' for the root, which has a name only in words. */
  readonly name: string
}

export interface Crumbs {
  readonly first: Crumb
  /** Left out of the bar, in a menu behind "…". */
  readonly hidden: readonly Crumb[]
  readonly rest: readonly Crumb[]
}

/** A folder path as crumbs: the root, then at most `maxShown` of the innermost folders. */
export function crumbsOf(path: string, maxShown: number): Crumbs {
  const [root, ...inner] = ancestorsOf(path).map((folder): Crumb => ({ path: folder, name: nameOf(folder) }))
  const cut = Math.max(0, inner.length - maxShown)
  return { first: root ?? { path: '/', name: '' }, hidden: inner.slice(0, cut), rest: inner.slice(cut) }
}
