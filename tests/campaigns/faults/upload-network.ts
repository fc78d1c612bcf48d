import assert from 'node:assert/strict'
import type { EmulatorOptions, FaultSpec } from '#emulator/server.ts'
import { writeMp4 } from '#tests/support/mp4-files.ts'
import { between, pick, positions, type FaultCase, type Position } from './fault-case.ts'
import { withStage, type Stage } from './stage.ts'

/** How many uploads run at the same time; the fault hits the one that comes first, or all of them while it lasts. */
const companies = ['alone', 'with others'] as const
type Company = (typeof companies)[number]

interface UploadFault {
  readonly name: string
  readonly spec: Pick<FaultSpec, 'name' | 'arg'>
  /** It hits at a byte of the body. */
  readonly isInBody?: true
  /** Ends of the job as long as the fault stays. */
  readonly whileItLasts: readonly string[]
  /** Trying again helps once it is over. */
  readonly isPassing: boolean
  readonly emulator?: EmulatorOptions
}

const lost: Pick<UploadFault, 'whileItLasts' | 'isPassing'> = {
  whileItLasts: ['network.connectionLost'],
  isPassing: true,
}
const refusal = (code: number, outcome: string, isPassing = false): UploadFault => ({
  name: `code ${code}`,
  spec: { name: 'rsp-code', arg: code },
  whileItLasts: [outcome],
  isPassing,
})
const passing = (name: string, spec: UploadFault['spec'], ...whileItLasts: string[]): UploadFault => ({
  ...{ name, spec, whileItLasts, isPassing: true },
})

const faults: readonly UploadFault[] = [
  { name: 'dropped', spec: { name: 'upload-drop-at' }, isInBody: true, ...lost },
  {
    ...{ name: 'stalled', spec: { name: 'upload-stall-at' }, isInBody: true, isPassing: true },
    whileItLasts: ['network.timeout'],
  },
  { name: 'dropped on arrival', spec: { name: 'drop' }, ...lost },
  { name: 'closed after the body, nothing stored', spec: { name: 'upload-drop-before-store' }, ...lost },
  passing('closed after the body, stored', { name: 'upload-drop-after-store' }, 'done'),
  passing('answer dropped', { name: 'drop-answer' }, 'done'),
  passing('answer held back', { name: 'stall' }, 'done'),
  passing('malformed answer', { name: 'malformed-json' }, 'done'),
  passing('half an answer', { name: 'truncated-json' }, 'done'),
  passing('empty answer', { name: 'empty-body' }, 'done'),
  passing('latency', { name: 'latency', arg: 30 }, 'done'),
  passing('low bandwidth', { name: 'bandwidth', arg: 60_000 }, 'done'),
  passing('status 500', { name: 'status', arg: 500 }, 'server.httpStatus'),
  passing('status 502', { name: 'status', arg: 502 }, 'server.httpStatus'),
  passing('status 503', { name: 'status', arg: 503 }, 'server.httpStatus', 'server.busy'),
  passing('status 504', { name: 'status', arg: 504 }, 'server.httpStatus'),
  passing('rate limit', { name: 'rate-limit', arg: 1 }, 'server.busy'),
  { ...passing('HTML page', { name: 'html-page' }, 'server.notCloudRoom'), isPassing: false },
  { ...passing('redirected', { name: 'redirect', arg: '/else' }, 'server.redirected'), isPassing: false },
  {
    ...passing('redirected, 307', { name: 'redirect-307', arg: '/else' }, 'server.redirected'),
    isPassing: false,
  },
  refusal(1, 'api.noPermission'),
  refusal(2, 'api.accountNotFound'),
  refusal(3, 'api.wrongSecret'),
  refusal(4, 'api.badParameters'),
  refusal(5, 'api.unknown', true),
  refusal(6, 'api.invalidFileType'),
  refusal(7, 'api.fileTooLarge'),
  refusal(8, 'api.streamReadFailed', true),
  refusal(9, 'api.alreadyExists'),
  refusal(10, 'api.noCapacity'),
  refusal(11, 'api.badFileName'),
  refusal(42, 'api.unexpectedCode'),
]

/** Everything that a server or the way there can do to uploads. */
export function uploadNetworkCases(): FaultCase[] {
  return faults.flatMap((fault) =>
    companies.flatMap((company) =>
      (fault.isInBody ? positions : (['start'] as const)).flatMap((position) =>
        (['once', 'on and on'] as const).map((often): FaultCase => {
          const where = fault.isInBody ? `${position}, ` : ''
          return {
            fault: `upload: ${fault.name}`,
            name: `upload: ${fault.name}, ${where}${company}, ${often}`,
            run: (random) => runCase(fault, company, position, often === 'once', random),
          }
        }),
      ),
    ),
  )
}

async function runCase(
  fault: UploadFault,
  company: Company,
  position: Position,
  isOnce: boolean,
  random: () => number,
): Promise<void> {
  const hit: FaultSpec = {
    ...fault.spec,
    endpoint: 'upload',
    ...(fault.isInBody ? { arg: placeInBody(position, random) } : {}),
    ...(isOnce ? { times: 1 } : {}),
  }
  const isSilence = fault.spec.name === 'stall' || fault.spec.name === 'upload-stall-at'
  const options = {
    retries: isOnce ? 2 : 0,
    // Short where that is what ends it, and not where a busy machine would run into it by itself.
    clientTimeouts: isSilence ? { uploadIdle: 400, uploadAnswer: 400 } : {},
    emulator: { ...fault.emulator },
  }
  await withStage(options, async (stage) => {
    const count = company === 'alone' ? 1 : 4
    const files = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        writeMp4(stage.sourceFolder, `up ${index}.mp4`, sizeOf(random)),
      ),
    )
    stage.emulator.setFaults(hit)
    const ids = await Promise.all(files.map(({ file }) => stage.upload(file, '/A/')))
    const outcomes = await Promise.all(ids.map((id) => stage.outcome(id)))
    const allowed = isOnce && fault.isPassing ? ['done'] : fault.whileItLasts
    const failed = outcomes.filter((outcome) => outcome !== 'done')
    for (const outcome of failed)
      assert(allowed.includes(outcome), `ended as ${outcome}, not as ${allowed.join()}`)
    // A full account is remembered: whatever is as large and begins later is refused here, without being sent.
    const isRemembered = fault.whileItLasts.includes('api.noCapacity')
    if (isOnce && !isRemembered) assert(failed.length <= 1, `${failed.length} failed although it hit but one`)
    else if (isOnce) assert(stage.emulator.state().requests.upload <= count - failed.length + 1, 'sent again')
    else if (!allowed.includes('done')) assert.equal(failed.length, count, 'failed')
    for (const [index, outcome] of outcomes.entries()) await expectStored(stage, files[index], index, outcome)

    // Once it is over, all of them get there.
    stage.emulator.clearFaults()
    stage.transfers().uploads.roomMayBeFree()
    stage.transfers().engine.retry({ ids })
    for (const [index, id] of ids.entries())
      await expectStored(stage, files[index], index, await stage.outcome(id))
    for (const id of ids) assert.equal(await stage.outcome(id), 'done')
    expectSentOnce(stage)
  })
}

/** Percent of the body, whose length includes the form around the file. */
function placeInBody(position: Position, random: () => number): string {
  if (position === 'start') return pick(random, ['0', '0.01%', '1%'])
  return position === 'middle' ? `${between(random, 5, 95)}%` : pick(random, ['99.99999%', '100%'])
}

/** From files that fit into any buffer to ones that do not. Bytes */
function sizeOf(random: () => number): number {
  return pick(random, [
    between(random, 32, 2000),
    between(random, 50_000, 300_000),
    between(random, 1_000_000, 6_000_000),
  ])
}

async function expectStored(
  { emulator }: Stage,
  file: { readonly sha256: string } | undefined,
  index: number,
  outcome: string,
): Promise<void> {
  const stored = await emulator.stored(`/A/up ${index}.mp4`)
  if (outcome === 'done') assert.equal(stored?.sha256, file?.sha256, 'SHA-256 of what the server has')
  else assert.equal(stored, null, `the server has something after ${outcome}`)
}

/** Nothing that the server had was sent to it again. */
export function expectSentOnce({ emulator }: Stage): void {
  const storedAt = new Map(emulator.listing().map((file) => [file.path, file.ctimeMs]))
  const again = emulator.state().log.filter(({ endpoint, params, time }) => {
    if (endpoint !== 'upload' || typeof params['FileName'] !== 'string') return false
    return time > (storedAt.get(`/A/${decodeURIComponent(params['FileName'])}`) ?? Infinity)
  })
  assert.equal(again.length, 0, 'sent although the server had it')
}
