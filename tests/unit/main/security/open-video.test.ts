import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { startsWithFileTypeBox } from '#main/security/mp4-signature.ts'
import { openVideo } from '#main/security/open-video.ts'
import { codeOf } from '#tests/support/app-error.ts'
import { fileTypeBox, mp4Bytes } from '#tests/support/mp4-files.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

async function tryToOpen(name: string, content: Uint8Array | string, answer = '') {
  const file = path.join(await temporaryFolder(), name)
  await writeFile(file, content)
  const opened: string[] = []
  const opening = openVideo(file, (target) => {
    opened.push(target)
    return Promise.resolve(answer)
  })
  return { file, opened, opening }
}

describe('opening a file', () => {
  it.each(['a.mp4', 'A.MP4', '录像 (1).mp4'])('hands a video %s to the system', async (name) => {
    const { file, opened, opening } = await tryToOpen(name, mp4Bytes(100))
    await opening
    expect(opened).toEqual([file])
  })

  it.each<readonly [string, Uint8Array | string]>([
    ['a.exe', mp4Bytes(100)],
    ['a.mp4.exe', mp4Bytes(100)],
    ['a.mp4.bat', '@echo off'],
    ['a', mp4Bytes(100)],
    ['mp4', mp4Bytes(100)],
    ['a.mp4 ', mp4Bytes(100)],
    ['a.mp4', 'MZ\u0090 this program cannot be run'],
    ['b.mp4', '#!/bin/sh\nrm -rf /'],
    ['c.mp4', '<html>'],
    ['d.mp4', ''],
    ['e.mp4', fileTypeBox.subarray(0, 8)],
  ])('keeps %j from it', async (name, content) => {
    const { opened, opening } = await tryToOpen(name, content)
    expect(await codeOf(opening)).toBe('file.notVideo')
    expect(opened).toEqual([])
  })

  it('says when the system cannot, without its sentence', async () => {
    const { opening } = await tryToOpen('a.mp4', mp4Bytes(100), 'No application for /home/me')
    const error = await opening.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'file.openFailed', params: {} })
  })

  it('says when there is no such file, or a folder', async () => {
    const folder = await temporaryFolder()
    await mkdir(path.join(folder, 'folder.mp4'))
    const never = () => Promise.resolve('')
    expect(await codeOf(openVideo(path.join(folder, 'missing.mp4'), never))).toBe('file.notFound')
    expect(await codeOf(openVideo(path.join(folder, 'folder.mp4'), never))).toBe('file.isFolder')
  })
})

describe('the start of an MP4', () => {
  it.each<readonly [string, boolean]>([
    ['00000018667479706d703432', true],
    ['00000008667479706d703432', true],
    ['00001000667479706d703432', true],
    ['00000007667479706d703432', false],
    ['00001001667479706d703432', false],
    ['00000000667479706d703432', false],
    ['ffffffff667479706d703432', false],
    ['00000018465459506d703432', false],
    ['000000186d6f6f766d703432', false],
    ['1a45dfa3667479706d703432', false],
  ])('%s: %s', async (hex, expected) => {
    const file = path.join(await temporaryFolder(), 'a')
    await writeFile(file, Buffer.from(hex, 'hex'))
    expect(await startsWithFileTypeBox(file)).toBe(expected)
  })
})
