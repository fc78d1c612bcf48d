import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { downloadFolder, row, signIn, transferRow } from '../tests/e2e/fixture.ts'
import type { ServerAddress } from '#shared/models/account.ts'
import { withApp } from './lib/app.ts'
import { controlOf } from './lib/control.ts'
import { withEmulator } from './lib/emulator-process.ts'
import { bound, type Row } from './lib/row.ts'

const size = 500_000_000
const name = 'meeting.mp4'
/** 20 Mbit/s that all connections share, and 50 ms before each answer. */
const line = ['--link-kbps', '20000', '--latency-ms', '50', '--seed', 'empty']
/** ms */
const frameGoal = 1500
/** Bytes fetched, as a share of the file. */
const bytesGoal = 1.02
/** The whole takes 200 s. ms */
const patience = 900_000

interface Case {
  readonly title: string
  readonly moov: 'front' | 'end'
  readonly options?: readonly string[]
  /** Without ranges one waits for what comes before. */
  readonly seeks: boolean
  /** A connection is reset each time that so much of the file has been sent. */
  readonly drops?: readonly number[]
  /** At half of the file. */
  readonly faultsAtHalf?: readonly string[]
  readonly killsAtHalf?: boolean
}

const cases: readonly Case[] = [
  { title: 'moov at the front', moov: 'front', seeks: true },
  { title: 'moov at the end', moov: 'end', seeks: true },
  { title: 'no ranges', moov: 'front', seeks: false, options: ['--dialect', 'no-range'] },
  { title: 'address expires halfway', moov: 'front', seeks: true, faultsAtHalf: ['expired-url'] },
  { title: 'five drops', moov: 'end', seeks: true, drops: [0.1, 0.25, 0.4, 0.55, 0.7] },
  { title: 'killed halfway', moov: 'end', seeks: true, killsAtHalf: true },
]

/** Double-click until the picture is there and the file is whole, in the built app. `--runs 1` leaves out nothing: each case runs once. */
export async function playback(): Promise<Row[]> {
  const rows: Row[] = []
  const only = process.env['PLAYBACK_CASE']
  for (const one of cases) {
    if (only !== undefined && !one.title.includes(only)) continue
    const found = await withEmulator([...line, ...(one.options ?? [])], (server) => run(one, server))
    // Each takes minutes: what is known is said.
    for (const { name: title, ours, unit, holds } of found)
      console.log(`  ${title}: ${ours} ${unit}${holds ? '' : ' (FAILS)'}`)
    rows.push(...found)
  }
  return rows
}

async function run(one: Case, server: ServerAddress): Promise<Row[]> {
  const control = controlOf(server)
  await control.post('movie', { path: `/${name}`, size, moov: one.moov })
  return await withApp(server, async (app, keyring) => {
    await signIn(app.page)
    await watchFrames(app.page)
    await row(app.page, name).dblclick()
    const first = await msToFrame(app.page, 0)
    let seek: number | null = null
    if (one.seeks) {
      await app.page.keyboard.press('5')
      seek = await msToFrame(app.page, size / 500_000 / 2)
    }
    // The rest is the download's.
    await app.page.keyboard.press(' ')
    const served = async (): Promise<number> => (await control.served())[`/${name}`] ?? 0
    for (const share of one.drops ?? []) {
      while ((await served()) < size * share) await delay(200)
      await control.post('faults', ['drop-at=50%@download*1'])
    }
    const after: Row[] = []
    const title = `playback of 500 MB at 20 Mbit/s, ${one.title}`
    if (one.faultsAtHalf !== undefined || one.killsAtHalf === true) {
      while ((await served()) < size / 2) await delay(200)
      await control.post('faults', one.faultsAtHalf ?? [])
      if (one.killsAtHalf === true) {
        await app.relaunch({ kill: true })
        await watchFrames(app.page)
        await row(app.page, name).dblclick()
        after.push(bound(`${title}: first frame after that`, 'ms', [await msToFrame(app.page, 0)], frameGoal))
        await app.page.keyboard.press(' ')
      }
    }
    // It still jumps to what is not here: after the middle comes the end, and what is before the middle last.
    if (after.length > 0 || one.faultsAtHalf !== undefined || one.drops !== undefined) {
      await app.page.keyboard.press('4')
      const frame = await msToFrame(app.page, (size / 500_000) * 0.4)
      after.push(
        bound(`${title}: frame after a jump to what is not here, after that`, 'ms', [frame], frameGoal),
      )
    }
    await app.page.keyboard.press('Escape')
    await app.page.keyboard.press('ControlOrMeta+j')
    await transferRow(app.page, name).getByText('Downloaded').waitFor({ timeout: patience })
    const isRight =
      (await sha256(path.join(downloadFolder(keyring), name))) === (await control.sha256(`/${name}`))
    if (!isRight) throw new Error(`${one.title}: the file is another`)
    return [
      bound(`${title}: first frame`, 'ms', [first], frameGoal),
      ...(seek === null
        ? []
        : [bound(`${title}: frame after a jump to the middle`, 'ms', [seek], frameGoal)]),
      ...after,
      bound(`${title}: bytes fetched ÷ size`, '×', [(await served()) / size], bytesGoal),
    ]
  })
}

/** Notes when the user acts, and which frames are shown from then on. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { actedAt: 0, frames: [] as { at: number; mediaTime: number }[] }
    Object.assign(window, { seen })
    const act = ({ timeStamp }: Event): void => {
      seen.actedAt = timeStamp
      seen.frames = []
    }
    window.addEventListener('dblclick', act, true)
    window.addEventListener('keydown', act, true)
    const known = new WeakSet<HTMLVideoElement>()
    const look = (): void => {
      const video = document.querySelector('video')
      if (video !== null && !known.has(video)) {
        known.add(video)
        const note = (at: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
          seen.frames.push({ at, mediaTime })
          if (seen.frames.length > 50) seen.frames.splice(10, 30)
          video.requestVideoFrameCallback(note)
        }
        video.requestVideoFrameCallback(note)
      }
      requestAnimationFrame(look)
    }
    look()
  })
}

/** From the user's act to the first frame that is shown at or after a time (s) of the movie. */
async function msToFrame(page: Page, from: number): Promise<number> {
  const handle = await page.waitForFunction(
    (start) => {
      const { seen } = window as unknown as {
        seen: { actedAt: number; frames: { at: number; mediaTime: number }[] }
      }
      const frame = seen.frames.find(({ mediaTime }) => mediaTime >= start - 0.1)
      return frame === undefined ? null : frame.at - seen.actedAt
    },
    from,
    { timeout: 120_000, polling: 20 },
  )
  return (await handle.jsonValue()) ?? Number.NaN
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
