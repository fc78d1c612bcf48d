import type { Language } from '#shared/models/settings.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import { folderOf, nameOf } from '#shared/paths.ts'
import { parseRecordingName } from '#shared/recording-name.ts'
import { csvLine } from './csv.ts'

const headings: Readonly<Record<Language, readonly string[]>> = {
  en: ['Name', 'Folder', 'Size (bytes)', 'Uploaded', 'Recorded', 'Room', 'Platform'],
  'zh-CN': ['名称', '文件夹', '大小（字节）', '上传时间', '录制时间', '房间号', '平台'],
}

export function headingLine(language: Language): string {
  return csvLine(headings[language])
}

/** A recording as one line, with what its name says by the vendor's convention; times are this computer's. */
export function recordingLine({ path, size, sizeIsExact, createdAt }: RecordingRef): string {
  const name = nameOf(path)
  const named = parseRecordingName(name)
  return csvLine([
    name,
    folderOf(path),
    // What the server rounded must not pass for the number of bytes.
    size === null ? '' : sizeIsExact ? size : `≈${size}`,
    timeText(createdAt),
    timeText(named?.startedAt ?? null),
    named?.room ?? '',
    named?.platform ?? '',
  ])
}

/** `2021-09-24 13:47:41`: what every spreadsheet reads as a time, and sorts rightly when it does not. */
function timeText(time: number | null): string {
  if (time === null) return ''
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return ''
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}
