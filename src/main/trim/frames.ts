import type { EncodedPacket, EncodedPacketSink } from 'mediabunny'

/** How far pictures are from the order in which they are shown, at most: H.264 and H.265 hold back 16. */
const maxReordering = 16

/**
 * Pictures in decoding order, from a key frame to the last that is shown before `end`, with all that those need. Where that
 * takes a picture which is shown later, the ones between are in it, too: nothing is missing in the middle.
 *
 * @param end seconds
 */
export async function* picturesUntil(
  sink: EncodedPacketSink,
  first: EncodedPacket,
  end: number,
): AsyncGenerator<EncodedPacket, void> {
  let until = end
  let latest = -Infinity
  const held: EncodedPacket[] = []
  // The table of key frames may be wrong, or missing.
  const options = { verifyKeyPackets: true }
  for (
    let next: EncodedPacket | null = first;
    next !== null;
    next = await sink.getNextPacket(next, options)
  ) {
    // They come after the key frame, are shown before it, and need what is not in the copy.
    if (next.timestamp < first.timestamp) continue
    held.push(next)
    if (next.timestamp >= until) {
      if (held.length > maxReordering) return
      continue
    }
    for (const packet of held.splice(0)) {
      // The library takes no key frame that is shown before one of those before it: files in the wild have them.
      const isLate = packet.type === 'key' && packet.timestamp < latest
      latest = Math.max(latest, packet.timestamp)
      until = Math.max(until, packet.timestamp)
      yield isLate ? packet.clone({ type: 'delta' }) : packet
    }
  }
}

/**
 * The frame of sound from which a copy that begins at `time` sounds right: decoders begin one frame late, so that the one before
 * is in it and is not heard. Null when there is no sound from there on.
 *
 * @param time seconds
 */
export async function firstSound(sink: EncodedPacketSink, time: number): Promise<EncodedPacket | null> {
  const heard = await sink.getPacket(time)
  if (heard === null) return await sink.getFirstPacket()
  if (heard.timestamp + heard.duration <= time) return await sink.getNextPacket(heard)
  return (await sink.getPacket(heard.timestamp - heard.duration / 2)) ?? heard
}

/**
 * The time of the last frame before `end`, as the tables have it: when a copy stops short of it, the file does, too.
 *
 * @param end seconds
 */
export async function lastBefore(sink: EncodedPacketSink, end: number): Promise<number> {
  const options = { metadataOnly: true }
  const packet = await sink.getPacket(end, options)
  if (packet === null) return -Infinity
  if (packet.timestamp < end) return packet.timestamp
  return (await sink.getPacket(packet.timestamp - packet.duration / 2, options))?.timestamp ?? -Infinity
}
