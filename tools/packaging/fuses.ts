import { FuseV1Options, FuseVersion, type FuseV1Config } from '@electron/fuses'
import type { Configuration } from 'electron-builder'

/** `electronFuses` of electron-builder.yml. */
type NamedFuses = Configuration['electronFuses']

/**
 * What electron-builder has no name for, so that it cannot be said in electron-builder.yml.
 *
 * V8 keeps WebAssembly within its memory either by pages that nothing may touch and a handler of the signal, or by a look at
 * every address. Both are as strict, and Electron comes with the first, as Chromium and Node.js do: what everybody runs is
 * best looked after. Our pages run no WebAssembly, which their CSP refuses; only parts of Node itself may.
 */
const unnamed = { wasmTrapHandlers: true }

/**
 * Every fuse that there is, as electron-builder.yml and the line above have it.
 *
 * @throws Error when one is not set, as the next that Electron gets will be
 */
export function everyFuse(named: NamedFuses): Record<FuseV1Options, boolean> {
  const values: Readonly<Record<string, boolean | null>> = { ...named, ...unnamed }
  const fuses = fuseNames().map(([name, place]) => {
    const value = values[`${name.charAt(0).toLowerCase()}${name.slice(1)}`]
    if (typeof value !== 'boolean') throw new Error(`The fuse ${name} is not set.`)
    return [place, value] as const
  })
  return Object.fromEntries(fuses) as Record<FuseV1Options, boolean>
}

/** What @electron/fuses is asked for; it throws when the executable has a fuse more. */
export function strictFuses(named: NamedFuses): FuseV1Config {
  return { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...everyFuse(named) }
}

/** How Electron's executable has them: a digit for each, in their order. */
export function fuseWire(named: NamedFuses): string {
  const fuses = Object.entries(everyFuse(named)).sort(([one], [other]) => Number(one) - Number(other))
  return fuses.map(([, value]) => (value ? '1' : '0')).join('')
}

/** What stands in front of them, with their version and their number behind it. */
const mark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')

/** The fuses of an executable as they are; one that is for two kinds of processor has them twice. */
export function fuseWiresIn(executable: Buffer): readonly string[] {
  const wires: string[] = []
  for (let at = executable.indexOf(mark); at >= 0; at = executable.indexOf(mark, at + 1)) {
    const start = at + mark.length + 2
    wires.push(executable.toString('latin1', start, start + (executable[start - 1] ?? 0)))
  }
  return wires
}

function fuseNames(): [string, number][] {
  return Object.entries(FuseV1Options).filter((entry): entry is [string, FuseV1Options] => {
    return typeof entry[1] === 'number'
  })
}
