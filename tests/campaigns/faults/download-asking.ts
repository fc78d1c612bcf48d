import type { FaultSpec } from '#emulator/server.ts'
import { expectEnd } from './aftermath.ts'
import { shapeDownload } from './download-shape.ts'
import { connectionModes, type ConnectionMode, type FaultCase } from './fault-case.ts'
import { withStage } from './stage.ts'

/** What can happen to the question where a recording's bytes are, and what the job ends with as long as it does. */
const faults: readonly (Pick<FaultSpec, 'name' | 'arg'> & { readonly code: string })[] = [
  { name: 'drop', code: 'network.connectionLost' },
  { name: 'drop-answer', code: 'network.connectionLost' },
  { name: 'stall', code: 'network.timeout' },
  { name: 'status', arg: 500, code: 'server.httpStatus' },
  { name: 'status', arg: 503, code: 'server.httpStatus' },
  { name: 'status', arg: 403, code: 'server.httpStatus' },
  { name: 'rate-limit', arg: 1, code: 'server.busy' },
  { name: 'html-page', code: 'server.notCloudRoom' },
  { name: 'malformed-json', code: 'server.malformed' },
  { name: 'truncated-json', code: 'server.malformed' },
  { name: 'empty-body', code: 'server.malformed' },
  { name: 'redirect', arg: '/elsewhere', code: 'server.redirected' },
  { name: 'rsp-code', arg: 1, code: 'api.noPermission' },
  { name: 'rsp-code', arg: 3, code: 'api.wrongSecret' },
  { name: 'rsp-code', arg: 4, code: 'api.badParameters' },
  { name: 'rsp-code', arg: 5, code: 'api.unknown' },
  { name: 'rsp-code', arg: 99, code: 'api.unexpectedCode' },
]

const moments = ['at the start', 'when the address has expired'] as const

/** Faults of the questions that a download asks, at its start and when its address has expired on the way. */
export function downloadAskingCases(): FaultCase[] {
  return faults.flatMap((fault) =>
    moments.flatMap((moment) =>
      connectionModes.flatMap((mode) =>
        ([1, null] as const).map((times): FaultCase => {
          const what = `asking: ${fault.name}${fault.arg === undefined ? '' : ` ${fault.arg}`}`
          return {
            fault: `download: ${what}`,
            name: `download: ${what}, ${moment}, ${mode}, ${times === null ? 'on and on' : 'once'}`,
            run: (random) => runCase(fault, moment, mode, times, random),
          }
        }),
      ),
    ),
  )
}

async function runCase(
  { name, arg, code }: (typeof faults)[number],
  moment: (typeof moments)[number],
  mode: ConnectionMode,
  times: number | null,
  random: () => number,
): Promise<void> {
  const isLater = moment === 'when the address has expired'
  const shape = shapeDownload(mode, 'middle', random)
  const hit: FaultSpec = {
    ...{ name, endpoint: 'query', skip: isLater ? 1 : 0 },
    ...(arg === undefined ? {} : { arg }),
    ...(times === null ? {} : { times }),
  }
  const expired: FaultSpec = {
    ...{ name: 'status', arg: 403, endpoint: 'download', times: 1 },
    skip: shape.requestsBefore,
  }
  const isPassing =
    arg !== 403 && /^(?:network\.|server\.(?!redirected|notCloudRoom)|api\.unknown$)/u.test(code)
  const options = {
    segments: shape.segments,
    retries: times === null ? 0 : 1,
    clientTimeouts: name === 'stall' ? { call: 250 } : {},
  }
  await withStage(options, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    stage.emulator.setFaults(hit, ...(isLater ? [expired] : []))
    const id = stage.download(recording)
    const expected = times !== null && isPassing ? ['done'] : [code]
    // One connection that gets no further leaves it to the others.
    const mayGoWell = isLater && mode === 'several'
    await expectEnd(stage, id, recording, mayGoWell ? ['done', ...expected] : expected, random)
  })
}
