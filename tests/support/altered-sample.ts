import { boxAt } from '#emulator/content/mp4-boxes.ts'
import { loadSample } from '#emulator/content/sample.ts'

/** The emulator's recording with another name for how its picture is coded, so that nothing here can decode it. */
export async function sampleCodedAs(fourcc: string): Promise<Buffer> {
  const sample = await loadSample()
  const entry = boxAt(sample, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd')
  // Behind version, count and the entry's size. `boxAt` gives views, so that this is the sample itself.
  entry.write(fourcc, 12, 4, 'latin1')
  return sample
}

/** The emulator's recording with its pictures, which are 15 a second, shown so many times as fast. */
export async function sampleFaster(times: number): Promise<Buffer> {
  const sample = await loadSample()
  const mdhd = boxAt(sample, 'moov', 'trak', 'mdia', 'mdhd')
  mdhd.writeUInt32BE(mdhd.readUInt32BE(12) * times, 12)
  return sample
}
