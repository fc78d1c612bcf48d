import { onTestFinished } from 'vitest'
import { startEmulator, type Emulator, type EmulatorOptions } from '#emulator/server.ts'

export { clientOf, profileOf } from './client-of.ts'

/** A running emulator, empty unless told otherwise, gone with the test. */
export async function emulate(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ seed: 'empty', ...options })
  onTestFinished(() => emulator.close())
  return emulator
}
