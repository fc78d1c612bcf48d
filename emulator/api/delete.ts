import type { Exchange } from '../http/exchange.ts'
import type { Params } from './params.ts'
import { RspCode } from './rsp-code.ts'

/** `netDisk/delete`: by FileID, or by full path when there is none (FileID wins, as documented). */
export async function deleteFile(exchange: Exchange, params: Params): Promise<RspCode> {
  const { disk, dialect } = exchange.core
  const id = params.text('FileID')
  const path = params.text('FileName')
  if (id === null && path === null) return RspCode.badParameters
  if (id !== null && !/^\d+$/.test(id)) return RspCode.badParameters
  const file = id === null ? disk.tree.fileByPath(path ?? '') : disk.tree.fileById(Number(id))
  if (!file) return dialect.deleteMissing
  await disk.remove(file)
  return RspCode.ok
}
