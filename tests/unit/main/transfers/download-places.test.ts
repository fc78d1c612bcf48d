import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { DownloadPlaces } from '#main/transfers/download-places.ts'
import type { DownloadPlaceChoice } from '#shared/models/settings.ts'
import { emulate } from '#tests/support/emulate.ts'
import { sha256OfFile } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { refTo, transfersRig } from '#tests/support/transfers-rig.ts'

function places(downloadPlace: DownloadPlaceChoice, downloadFolder = path.resolve('/downloads')) {
  const answers: (string | null)[] = []
  const asked: string[] = []
  const of = new DownloadPlaces({
    settings: () => ({ downloadPlace, downloadFolder }),
    chooseFolder: (startIn) => {
      asked.push(startIn)
      return Promise.resolve(answers.shift() ?? null)
    },
  })
  return { of, answers, asked }
}

describe('where downloads go', () => {
  it('is one folder', async () => {
    const { of, asked } = places('fixed')
    expect((await of.choose())?.folderFor('/A/B/')).toBe(path.resolve('/downloads'))
    expect(of.current.folderFor('/A/')).toBe(path.resolve('/downloads'))
    expect(asked).toEqual([])
  })

  it('is asked for each time, beginning where the last time ended', async () => {
    const { of, answers, asked } = places('ask')
    answers.push('/one', null, '/two')
    expect((await of.choose())?.folderFor('/A/')).toBe('/one')
    expect(await of.choose()).toBeNull()
    expect((await of.choose())?.folderFor('/A/')).toBe('/two')
    expect(asked).toEqual([path.resolve('/downloads'), '/one', '/one'])
    // What plays does not ask.
    expect(of.current.folderFor('/A/')).toBe(path.resolve('/downloads'))
  })

  it('is as on the server', async () => {
    const { of, asked } = places('mirror')
    const place = await of.choose()
    expect(place?.folderFor('/')).toBe(path.resolve('/downloads'))
    expect(place?.folderFor('/2021-09-24/会议/')).toBe(path.resolve('/downloads', '2021-09-24', '会议'))
    expect(asked).toEqual([])
  })

  it.each(['/../../etc/', '/a/../../b/', '/..\\..\\x/', '/con/', '/C:\\Windows/', '/a\u0000b/', '/. ./'])(
    'never leads out of the folder: %j',
    (remote) => {
      const folder = places('mirror').of.current.folderFor(remote)
      expect(folder.startsWith(`${path.resolve('/downloads')}${path.sep}`)).toBe(true)
      expect(path.resolve(folder)).toBe(folder)
    },
  )
})

describe('downloads that mirror the server', () => {
  it('lie in folders of their own, those of the same name too', async () => {
    const emulator = await emulate()
    for (const remote of ['/A/one.mp4', '/A/B/one.mp4']) emulator.addFile(remote, 300_000)
    const rig = await transfersRig(emulator, { folder: await temporaryFolder() })
    const { of } = places('mirror', rig.downloadFolder)
    const refs = ['/A/one.mp4', '/A/B/one.mp4'].map((remote) => refTo(emulator, remote))
    for (const id of rig.downloads.start(refs, of.current)) expect(await rig.outcome(id)).toBe('done')
    for (const remote of ['/A/one.mp4', '/A/B/one.mp4']) {
      expect(await sha256OfFile(path.join(rig.downloadFolder, ...remote.split('/').slice(1)))).toBe(
        await emulator.expectedSha256(remote),
      )
    }
  })
})
