import { access, constants, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { UpdatesOffReason } from '#shared/models/updates.ts'

export interface PackageKind {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  /** See AppConfig. */
  readonly isPortable: boolean
  /** Where package.json is; inside the ASAR of a package. */
  readonly appPath: string
  /** Of the package, not in the ASAR. */
  readonly resourcesPath: string
}

/** As `fs.access`. */
export type Access = (file: string, mode: number) => Promise<void>

const marked = z.object({ updates: z.literal('signed') })

/**
 * Whether a copy of the app can be updated at all; null: it can.
 *
 * That it is signed is known from a mark in its package.json, which electron-builder.signed.yml alone puts there and which
 * fails to build without signatures. It is inside the ASAR, whose integrity Electron checks, together with this code.
 *
 * Linux is left out although electron-updater knows AppImages: all it can check there is a SHA-512 that comes from the same
 * server as the file. That tells that the file has arrived whole, not who made it.
 */
export async function whyOff(kind: PackageKind, ask: Access = access): Promise<UpdatesOffReason | null> {
  if (!kind.isPackaged) return 'development'
  if (kind.platform !== 'win32' && kind.platform !== 'darwin') return 'unverifiable'
  if (kind.isPortable) return 'portable'
  if (!(await isMarkedSigned(kind.appPath))) return 'unsigned'
  return kind.platform === 'darwin' && (await isReadOnly(kind.resourcesPath, ask)) ? 'readOnly' : null
}

/**
 * Squirrel.Mac replaces the app where it is, and refuses on a read-only volume, once everything has been fetched. That is what the
 * disk image is, and what macOS shows an app on that was opened where it was unpacked ("App Translocation",
 * Squirrel/Squirrel.Mac#182). An app that belongs to somebody else is no obstacle: Squirrel asks for a password.
 */
async function isReadOnly(folder: string, ask: Access): Promise<boolean> {
  try {
    await ask(folder, constants.W_OK)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS'
  }
}

async function isMarkedSigned(appPath: string): Promise<boolean> {
  try {
    const text = await readFile(path.join(appPath, 'package.json'), 'utf8')
    return marked.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
