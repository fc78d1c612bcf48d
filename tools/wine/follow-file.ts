import { closeSync, openSync, readSync } from 'node:fs'

/** ms between looks. */
const interval = 200

/** Writes what is added to a file to `out`, until it is told to end, and then the rest. */
export function followFile(file: string, out: NodeJS.WritableStream): () => void {
  const descriptor = openSync(file, 'r')
  const buffer = Buffer.alloc(65_536)
  const look = (): void => {
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer))
      out.write(Buffer.from(buffer.subarray(0, read)))
  }
  const timer = setInterval(look, interval)
  return () => {
    clearInterval(timer)
    look()
    closeSync(descriptor)
  }
}
