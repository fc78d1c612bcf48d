/** A CloudRoom server in a process of its own, so that its work counts for nobody. */
import { startEmulator } from '#emulator/server.ts'
import type { ServerCommand, ServerReady } from './server-protocol.ts'

const rateKbps = Number(process.argv[2] ?? 0)
const emulator = await startEmulator({ seed: 'empty', rateKbps })

process.on('message', (command: ServerCommand) => void run(command))
const ready: ServerReady = { origin: emulator.origin, prefix: emulator.prefix }
process.send?.(ready)

async function run(command: ServerCommand): Promise<void> {
  if (command.kind === 'remove') {
    for (const path of command.paths) await emulator.removeFile(path)
    process.send?.([])
    return
  }
  process.send?.(command.files.map(({ path, size }) => emulator.addFile(path, size)))
}
