import type { Tree } from '../tree/tree.ts'
import { plantDemo } from './demo.ts'
import { plantFlat, plantMany } from './many.ts'

/** Room for a box header and the file's id after the sample (see content/padded-mp4.ts). */
const MIN_PADDING = 64

/**
 * Fills a new tree: `demo`, `empty`, a number of recordings in date folders, or `flat:N` for N in one folder.
 * @param sampleBytes size of the sample that every synthesised recording starts with
 * @throws Error for any other seed
 */
export function plantSeed(tree: Tree, seed: string, sampleBytes: number): void {
  const minBytes = sampleBytes + MIN_PADDING
  const flat = /^flat:(\d{1,7})$/.exec(seed)?.[1]
  if (seed === 'empty') return
  if (seed === 'demo') plantDemo(tree, minBytes)
  else if (flat !== undefined) plantFlat(tree, Number(flat), minBytes)
  else if (/^\d{1,7}$/.test(seed)) plantMany(tree, Number(seed), minBytes)
  else throw new Error(`unknown seed ${seed}: use demo, empty, a number or flat:NUMBER`)
}
