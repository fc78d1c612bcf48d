/**
 * `npm run package:check`: looks at what `npm run package` has packed and signed in `dist`. Every fuse must be as
 * electron-builder.yml has it, and on Windows and macOS the app must be held to the very `app.asar` that it has.
 */
import { getConfig } from 'app-builder-lib/out/util/config/config.js'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { packageFaults } from './package-faults.ts'
import { findPackedApps, type AppNames } from './packed-apps.ts'

const root = path.resolve(import.meta.dirname, '../..')
const names = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as AppNames
const config = await getConfig(root, path.join(root, 'electron-builder.yml'), null)
const apps = await findPackedApps(path.join(root, String(config.directories?.output)), names)
if (apps.length === 0) throw new Error('Nothing is packed; see `npm run package`.')

for (const app of apps) {
  const faults = await packageFaults(app, config)
  if (faults.length > 0) process.exitCode = 1
  for (const fault of faults) console.error(`✖ ${app.name} ${fault}`)
  if (faults.length === 0) {
    const held = app.witness === null ? '' : ', and it is held to its app.asar'
    console.log(`✔ ${app.name}: every fuse is set as it should be${held}`)
  }
}
