/** Below this, freeing by hand costs more than it saves. Bytes */
const worthFreeing = 16 * 1024

/**
 * Gives a received chunk's memory back at once instead of at some later garbage collection, so that a fast download
 * does not grow the process. The chunk is empty afterwards. Only for a chunk that nobody else holds; one that is a view of a
 * larger buffer is left alone.
 */
export function release(chunk: Uint8Array): void {
  const { buffer } = chunk
  if (chunk.byteLength < worthFreeing || chunk.byteLength !== buffer.byteLength) return
  // Detaches the memory from the chunk, and nothing takes it over.
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
