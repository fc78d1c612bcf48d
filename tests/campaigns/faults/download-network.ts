import type { EmulatorOptions, FaultSpec } from '#emulator/server.ts'
import { expectEnd } from './aftermath.ts'
import { inBody, onRequest, shapeDownload } from './download-shape.ts'
import {
  connectionModes,
  pick,
  positions,
  type ConnectionMode,
  type FaultCase,
  type Position,
} from './fault-case.ts'
import { withStage } from './stage.ts'

interface NetworkFault {
  readonly name: string
  /** What is switched on; the byte is added for a fault of the body. */
  readonly spec: (random: () => number) => Pick<FaultSpec, 'name' | 'arg'>
  readonly isInBody?: true
  /** What the job ends with as long as the fault stays; when it hits once, the job always gets there. */
  readonly whileItLasts: readonly string[]
  readonly dialects?: readonly NonNullable<EmulatorOptions['dialect']>[]
  /** It is a timeout that ends it: short, but not where a busy machine would run into it by itself. */
  readonly isSilence?: true
}

const lost = ['network.connectionLost']
const status = (code: number, outcome = 'server.httpStatus'): NetworkFault => ({
  name: `status ${code}`,
  spec: () => ({ name: 'status', arg: code }),
  whileItLasts: [outcome],
})

const faults: readonly NetworkFault[] = [
  { name: 'dropped', spec: () => ({ name: 'drop-at' }), isInBody: true, whileItLasts: lost },
  { name: 'truncated', spec: () => ({ name: 'truncate' }), isInBody: true, whileItLasts: lost },
  {
    name: 'stalled',
    spec: () => ({ name: 'stall-at' }),
    isInBody: true,
    isSilence: true,
    whileItLasts: ['network.timeout'],
  },
  { name: 'dropped on arrival', spec: () => ({ name: 'drop' }), whileItLasts: lost },
  { name: 'no answer', spec: () => ({ name: 'stall' }), isSilence: true, whileItLasts: ['network.timeout'] },
  { name: 'latency', spec: () => ({ name: 'latency', arg: 20 }), whileItLasts: ['done'] },
  { name: 'low bandwidth', spec: () => ({ name: 'bandwidth', arg: 40_000 }), whileItLasts: ['done'] },
  ...[500, 502, 503, 504, 400, 401, 403].map((code) => status(code)),
  ...[404, 410].map((code) => status(code, 'server.notFound')),
  { name: 'rate limit', spec: () => ({ name: 'rate-limit', arg: 1 }), whileItLasts: ['server.busy'] },
  { name: 'HTML page', spec: () => ({ name: 'html-page' }), whileItLasts: ['server.notCloudRoom'] },
  {
    name: 'wrong Content-Range',
    spec: (random) => ({ name: 'wrong-content-range', arg: pick(random, [1, 17, 100_000]) }),
    // Begun over several connections, the next run is the one that makes do without ranges.
    whileItLasts: ['done', 'server.malformed'],
  },
  { name: '200 to a range', spec: () => ({ name: 'ignore-range' }), whileItLasts: ['done'] },
  { name: 'changed ETag', spec: () => ({ name: 'change-etag' }), whileItLasts: ['done'] },
  {
    name: 'ETag of its own for every answer',
    spec: () => ({ name: 'change-etag', arg: 'each' }),
    whileItLasts: ['done'],
  },
  {
    name: 'wrong length',
    spec: (random) => ({ name: 'wrong-length', arg: pick(random, [1, 1000, 1_000_000]) }),
    whileItLasts: ['server.lengthMismatch'],
  },
]

/** Everything that a server or the way there can do to a download, at each place, once or for as long as it runs. */
export function downloadNetworkCases(): FaultCase[] {
  return faults.flatMap((fault) =>
    connectionModes.flatMap((mode) =>
      positions.flatMap((position) =>
        frequencies.map((often): FaultCase => ({
          fault: `download: ${fault.name}`,
          name: `download: ${fault.name}, ${position}, ${mode}, ${often}`,
          run: (random) => runCase(fault, mode, position, often, random),
        })),
      ),
    ),
  )
}

const frequencies = ['once', 'on and on'] as const

async function runCase(
  fault: NetworkFault,
  mode: ConnectionMode,
  position: Position,
  often: (typeof frequencies)[number],
  random: () => number,
): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  const times = often === 'once' ? 1 : null
  const spec = fault.spec(random)
  const { faults: specs, retries } = fault.isInBody
    ? inBody(spec.name, shape, times)
    : onRequest(spec, shape, mode, position, times)
  const options = {
    segments: shape.segments,
    retries: retries + (often === 'once' ? 2 : 0),
    timeouts: fault.isSilence ? { stall: 250, response: 250 } : {},
  }
  // A recording that is said to be gone is not asked for again by itself.
  const isFinal = fault.whileItLasts.includes('server.notFound')
  const expected = often === 'once' && !isFinal ? ['done'] : fault.whileItLasts
  // Connections that are still good may do it, and so may another address.
  const mayGoWell = isFinal || (mode === 'several' && fault.isInBody)
  await withStage(options, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    stage.emulator.setFaults(...specs)
    const id = stage.download(recording)
    await expectEnd(stage, id, recording, mayGoWell ? ['done', ...expected] : expected, random)
  })
}
