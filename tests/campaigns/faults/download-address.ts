import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expectEnd } from './aftermath.ts'
import { onRequest, shapeDownload } from './download-shape.ts'
import {
  connectionModes,
  pick,
  positions,
  type ConnectionMode,
  type FaultCase,
  type Position,
} from './fault-case.ts'
import { withStage } from './stage.ts'

/** Addresses that expire, lead elsewhere, or lead to something that is no recording. */
export function downloadAddressCases(): FaultCase[] {
  return connectionModes.flatMap((mode) => [
    {
      fault: 'download: address expires on the way',
      name: `download: address expires on the way, ${mode}`,
      run: (random) => expiresOnTheWay(mode, random),
    },
    {
      fault: 'download: every address has expired',
      name: `download: every address has expired, ${mode}`,
      run: (random) => alwaysExpired(mode, random),
    },
    ...positions.flatMap((position): FaultCase[] => [
      ...pages.map((page): FaultCase => ({
        fault: `download: ${page.what} in place of the recording`,
        name: `download: ${page.what} in place of the recording, ${position}, ${mode}`,
        run: (random) => errorPage(page, mode, position, random),
      })),
      {
        fault: 'download: redirected',
        name: `download: redirected, ${position}, ${mode}`,
        run: (random) => redirected(mode, position, random),
      },
      {
        fault: 'download: redirected for ever',
        name: `download: redirected for ever, ${position}, ${mode}`,
        run: (random) => redirectedForEver(mode, position, random),
      },
    ]),
  ])
}

async function expiresOnTheWay(mode: ConnectionMode, random: () => number): Promise<void> {
  const shape = shapeDownload(mode, 'middle', random)
  await withStage({ segments: shape.segments, retries: 1 }, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    stage.emulator.setFaults({ name: 'stall-at', arg: shape.offset, skip: shape.requestsBefore })
    const id = stage.download(recording)
    await stage.untilStill()
    // What has been asked for so far is cut, and its address is of no use any more.
    stage.emulator.setFaults('expired-url', 'drop-at=0*1')
    await expectEnd(stage, id, recording, ['done'], random)
  })
}

async function alwaysExpired(mode: ConnectionMode, random: () => number): Promise<void> {
  const shape = shapeDownload(mode, 'start', random)
  await withStage({ segments: shape.segments }, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    stage.emulator.setFaults('expired-url=0', 'latency=20@download')
    await expectEnd(stage, stage.download(recording), recording, ['server.httpStatus'], random)
  })
}

/** What servers and proxies send in place of a file, with status 200 and no length. */
const pages = [
  { what: 'a page', type: 'text/html; charset=utf-8', text: '<!doctype html><title>Session expired</title>' },
  {
    what: 'XHTML',
    type: 'application/xhtml+xml',
    text: '<?xml version="1.0"?><html><body>Gone</body></html>',
  },
  { what: 'JSON', type: 'application/json', text: '{"RspCode":"5","RspDesc":"error"}' },
  { what: 'a JSON problem', type: 'application/problem+json', text: '{"title":"Gone"}' },
  { what: 'XML', type: 'text/xml', text: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>' },
  {
    what: 'URL-encoded text',
    type: 'application/x-www-form-urlencoded',
    text: 'RspCode=5&RspDesc=%E9%94%99%E8%AF%AF',
  },
] as const

async function errorPage(
  { type, text }: (typeof pages)[number],
  mode: ConnectionMode,
  position: Position,
  random: () => number,
): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  // Where the listed size is a rounded one, the length of what comes proves nothing.
  const dialect = pick(random, ['default', 'size-units'] as const)
  await withServer(type, text, async (origin) => {
    const fault = { name: 'redirect', arg: `${origin}/error` } as const
    const { faults, retries } = onRequest(fault, shape, mode, position, null)
    await withStage({ segments: shape.segments, retries, emulator: { dialect } }, async (stage) => {
      const recording = stage.recording('/A/meeting.mp4', shape.size)
      stage.emulator.setFaults(...faults)
      const listed = dialect === 'default' ? recording : { ...recording, sizeIsExact: false }
      await expectEnd(stage, stage.download(listed), recording, ['server.notCloudRoom'], random)
    })
  })
}

async function redirected(mode: ConnectionMode, position: Position, random: () => number): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withStage({ segments: shape.segments, retries: 1 }, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    const found = await stage.client.find(recording.path)
    const fault = { name: 'redirect', arg: found?.downUrl ?? '' } as const
    stage.emulator.setFaults(...onRequest(fault, shape, mode, position, 1).faults)
    await expectEnd(stage, stage.download(recording), recording, ['done'], random)
  })
}

async function redirectedForEver(
  mode: ConnectionMode,
  position: Position,
  random: () => number,
): Promise<void> {
  const shape = shapeDownload(mode, position, random)
  await withStage({ segments: shape.segments, retries: 1 }, async (stage) => {
    const recording = stage.recording('/A/meeting.mp4', shape.size)
    const found = await stage.client.find(recording.path)
    const fault = { name: 'redirect', arg: found?.downUrl ?? '' } as const
    stage.emulator.setFaults(...onRequest(fault, shape, mode, position, null).faults)
    await expectEnd(stage, stage.download(recording), recording, ['server.redirected'], random)
  })
}

/** A server that has one answer to everything, without saying how long it is. */
async function withServer(type: string, text: string, use: (origin: string) => Promise<void>): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': type })
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
}
