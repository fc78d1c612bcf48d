import { describe, expect, it } from 'vitest'
import { csvCell, csvLine } from '#main/export/csv.ts'
import { headingLine, recordingLine } from '#main/export/recording-rows.ts'
import type { RecordingRef } from '#shared/models/recording.ts'

const ref = (changes: Partial<RecordingRef>): RecordingRef => ({
  id: 1,
  path: '/A/b.mp4',
  size: 1000,
  sizeIsExact: true,
  createdAt: new Date(2021, 8, 24, 13, 47, 41).getTime(),
  ...changes,
})

describe('a cell', () => {
  it.each([
    ['plain', 'plain'],
    ['录像 1', '录像 1'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    // Only the beginning of a cell is run.
    ['a=1', 'a=1'],
  ])('%j is written %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell)
  })

  it('that is a number of ours stays one', () => {
    expect(csvCell(-1)).toBe('-1')
  })

  it('is parted from the next by a comma, lines end with CR LF', () => {
    expect(csvLine(['a', 1, 'b,c'])).toBe('a,1,"b,c"\r\n')
  })
})

describe('a recording', () => {
  it('has a cell under each heading', () => {
    expect(headingLine('en')).toBe('Name,Folder,Size (bytes),Uploaded,Recorded,Room,Platform\r\n')
    for (const line of [headingLine('zh-CN'), recordingLine(ref({}))]) {
      expect(line.split(',')).toHaveLength(7)
    }
    expect(recordingLine(ref({}))).toBe('b.mp4,/A/,1000,2021-09-24 13:47:41,,,\r\n')
  })

  it('tells what its name says', () => {
    const line = recordingLine(ref({ path: '/2021-09-24/2021-09-24_13-47-41_Win32_73542046.mp4' }))
    expect(line).toMatch(/,2021-09-2\d \d\d:\d7:41,73542046,Win32\r\n$/u)
  })

  it('does not pass off what is rounded or unknown', () => {
    expect(recordingLine(ref({ sizeIsExact: false }))).toContain(',≈1000,')
    expect(recordingLine(ref({ size: null, createdAt: null }))).toBe('b.mp4,/A/,,,,,\r\n')
    expect(recordingLine(ref({ createdAt: Number.MAX_SAFE_INTEGER }))).toBe('b.mp4,/A/,1000,,,,\r\n')
  })

  it('cannot bring a formula along', () => {
    expect(recordingLine(ref({ path: '/=cmd|x/=HYPERLINK(1).mp4' }))).toMatch(/^'=HYPERLINK\(1\)\.mp4,/u)
  })
})
