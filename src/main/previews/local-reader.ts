import { open } from 'node:fs/promises'
import { toFileError } from '../storage/file-error.ts'
import { blockReader, type ByteReader } from './byte-reader.ts'

/**
 * Hands a file on this computer to `use`, and closes it afterwards.
 *
 * @param budget bytes that may be read
 * @throws AppError `file.*`, and what `use` throws
 */
export async function withLocalReader<Result>(
  file: string,
  budget: number,
  use: (reader: ByteReader) => Promise<Result>,
): Promise<Result> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw toFileError(error, 'file.notReadable')
  })
  try {
    const { size } = await handle.stat()
    const reader = blockReader(size, budget, async (start, end) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start)
      return buffer.subarray(0, bytesRead)
    })
    return await use(reader)
  } finally {
    await handle.close()
  }
}
