import type { BigIntStats } from 'node:fs'

type Identity = Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'birthtimeNs'>

/**
 * Whether a handle and a name lead to one file. Elsewhere than on Windows the inode says so. There it is whatever the file system
 * makes of it, and asked for in two ways (by handle and by name): where they differ, as on exFAT and shares, a file of the same size
 * that was born in the same 100 ns is the same.
 */
export function isSameFile(one: Identity, other: Identity, platform = process.platform): boolean {
  if (one.ino === other.ino && one.dev === other.dev) return true
  return platform === 'win32' && one.size === other.size && one.birthtimeNs === other.birthtimeNs
}
