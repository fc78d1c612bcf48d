import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/**
 * Reads the small H.264/AAC recording that is behind every synthesised file.
 * @param assetPath where it is; by default beside this module, which only holds when the emulator is not bundled
 */
export function loadSample(assetPath?: string): Promise<Buffer> {
  return readFile(assetPath ?? fileURLToPath(new URL('../assets/sample.mp4', import.meta.url)))
}
