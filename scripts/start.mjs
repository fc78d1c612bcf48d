/**
 * `npm start -- [--headless] [--user-data-dir=DIR] [--remote-debugging-port=PORT] [--server=URL] [--demo]`
 *
 * Installs what is missing, builds the app when its sources are newer than `out/`, and runs it.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { childEnvironment, ensureDependencies } from './lib/bootstrap.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { chooseRuntime, electronBinary } from './lib/runtime.mjs'

/** Runs the app in the foreground: signals reach it, and its exit code becomes ours. */
function run({ file, args, name }) {
  const given = process.argv.slice(2)
  // Electron refuses to start as root with its sandbox on, as in containers.
  const sandbox = name === 'electron' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(file, [...sandbox, ...args, ...given], { stdio: 'inherit', env: childEnvironment() })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl+C reaches the whole foreground group by itself; a second copy would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.once('error', (error) => {
    console.error(`${file}: ${error.message}`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

const isElectronLikely = process.env.CLOUDROOM_RUNTIME !== 'chromium' && electronBinary() !== null
await ensureDependencies({ systemPackages: !isElectronLikely })
ensureBuilt()
run(await chooseRuntime())
