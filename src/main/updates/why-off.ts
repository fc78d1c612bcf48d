import { readFile } from 'node:fs/promises'
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
}

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
export async function whyOff(kind: PackageKind): Promise<UpdatesOffReason | null> {
  if (!kind.isPackaged) return 'development'
  if (kind.platform !== 'win32' && kind.platform !== 'darwin') return 'unverifiable'
  if (kind.isPortable) return 'portable'
  return (await isMarkedSigned(kind.appPath)) ? null : 'unsigned'
}

async function isMarkedSigned(appPath: string): Promise<boolean> {
  try {
    const text = await readFile(path.join(appPath, 'package.json'), 'utf8')
    return marked.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
