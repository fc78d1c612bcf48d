import { maxPreviewImageBytes, type KeyFrame } from '#shared/models/preview.ts'

/** The longer side of a picture: enough for the details on a dense screen. px */
const longestSide = 360
const quality = 0.8

/** A frame as a small upright JPEG; null when it cannot be decoded here. */
export async function pictureOf(frame: KeyFrame): Promise<Uint8Array<ArrayBuffer> | null> {
  const decoded = await decode(frame).catch(() => null)
  if (decoded === null) return null
  try {
    const { displayWidth, displayHeight } = decoded
    const scale = Math.min(1, longestSide / Math.max(displayWidth, displayHeight))
    const [width, height] = [displayWidth, displayHeight].map((side) => Math.max(1, Math.round(side * scale)))
    if (width === undefined || height === undefined) return null
    const isTurned = frame.rotation % 180 !== 0
    const canvas = new OffscreenCanvas(isTurned ? height : width, isTurned ? width : height)
    const context = canvas.getContext('2d', { alpha: false })
    if (context === null) return null
    context.translate(canvas.width / 2, canvas.height / 2)
    context.rotate((frame.rotation * Math.PI) / 180)
    context.drawImage(decoded, -width / 2, -height / 2, width, height)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    return blob.size > maxPreviewImageBytes ? null : new Uint8Array(await blob.arrayBuffer())
  } catch {
    return null
  } finally {
    decoded.close()
  }
}

async function decode({ codec, description, data, width, height }: KeyFrame): Promise<VideoFrame | null> {
  const config: VideoDecoderConfig = {
    codec,
    codedWidth: width,
    codedHeight: height,
    ...(description === null ? {} : { description: Uint8Array.from(description) }),
  }
  const { supported } = await VideoDecoder.isConfigSupported(config)
  if (supported !== true) return null
  let first: VideoFrame | null = null
  const decoder = new VideoDecoder({
    output(frame) {
      if (first === null) first = frame
      else frame.close()
    },
    // What goes wrong ends the flush below, too.
    error: () => undefined,
  })
  try {
    decoder.configure(config)
    decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, data: Uint8Array.from(data) }))
    await decoder.flush()
  } finally {
    if (decoder.state !== 'closed') decoder.close()
  }
  return first
}
