import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const projectRoot = path.resolve(import.meta.dirname, '../../..')

/** The project's own Node: the runtime needs Node 24's type stripping and module hooks. */
export const nodeBinary = path.join(
  projectRoot,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

/** Electron's executable, or null where its package came without it or `CLOUDROOM_RUNTIME=chromium` is set. */
export const electronBinary = (): string | null => {
  if (process.env['CLOUDROOM_RUNTIME'] === 'chromium') return null
  const folder = path.join(projectRoot, 'node_modules', 'electron')
  const pathFile = path.join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = path.join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}
