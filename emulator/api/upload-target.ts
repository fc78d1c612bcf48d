import type { Exchange } from '../http/exchange.ts'
import { folderPath, isLegalSegment, segments } from '../tree/paths.ts'
import { Params } from './params.ts'
import { RspCode } from './rsp-code.ts'

export type UploadTarget = {
  readonly code: typeof RspCode.ok
  readonly folder: string
  readonly name: string
}

/**
 * Where an upload is to go: FileName (or the part's own name) and DirPath, both URL-decoded as Java does it.
 * @returns the place, or the RspCode of the first thing that is wrong
 */
export function uploadTarget(
  { core }: Exchange,
  fields: Readonly<Record<string, string>>,
  partName: string,
): UploadTarget | { readonly code: Exclude<RspCode, 0> } {
  const params = new Params(fields)
  const account = core.accounts.check(params)
  if (account !== RspCode.ok) return { code: account }
  const given = params.text('FileName')
  const name = given === null ? partName : urlDecode(given)
  const directory = urlDecode(params.text('DirPath') ?? '/')
  if (name === null || directory === null) return { code: RspCode.badParameters }
  if (!isLegalSegment(name) || !segments(directory).every(isLegalSegment))
    return { code: RspCode.badParameters }
  if (!/[^.]\.[^.]+$/.test(name)) return { code: RspCode.noSuffix }
  if (!/\.mp4$/i.test(name)) return { code: RspCode.invalidType }
  const folder = folderPath(directory)
  if (!core.dialect.createFolders && !core.disk.tree.folder(folder)) return { code: RspCode.badParameters }
  if (core.disk.tree.fileByPath(folder + name)) return { code: RspCode.exists }
  return { code: RspCode.ok, folder, name }
}

/** `application/x-www-form-urlencoded` decoding: a plus is a space. Null for a broken escape. */
function urlDecode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}
