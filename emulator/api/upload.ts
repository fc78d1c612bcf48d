import type { Exchange } from '../http/exchange.ts'
import { hangUp } from '../http/exchange.ts'
import type { ReceivedFile } from './multipart.ts'
import { receiveForm } from './multipart.ts'
import { RspCode } from './rsp-code.ts'
import { drain } from '../http/request-body.ts'
import { uploadTarget } from './upload-target.ts'

/**
 * `netDisk/upload`: the whole request is read before anything is answered, as servlet containers do.
 * @returns the RspCode, or null when the connection is gone
 */
export async function upload(exchange: Exchange): Promise<RspCode | null> {
  const { core, gone, logged, faults } = exchange
  let counted = '(unknown)'
  const wanted = (fields: Readonly<Record<string, string>>, file: ReceivedFile): boolean => {
    const target = uploadTarget(exchange, fields, file.partName)
    if (target.code !== RspCode.ok) return false
    counted = target.folder + target.name
    faults.path = counted
    return true
  }
  const form = await receiveForm(exchange, wanted, core.maxFileBytes)
  if (!form) {
    await drain(exchange.req)
    return RspCode.badParameters
  }
  logged.params = form.fields
  const { file } = form
  if (file) core.counters.received(counted, file.bytes)
  try {
    if (gone.aborted) return null
    if (faults.take('upload-drop-before-store')) {
      hangUp(exchange, 'end')
      return null
    }
    const code = await store(exchange, form.fields, file, form.complete)
    if (code !== RspCode.ok || !faults.take('upload-drop-after-store')) return code
    logged.rspCode = code
    hangUp(exchange, 'end')
    return null
  } finally {
    if (file) await core.disk.blobs.discard(file.incoming)
  }
}

async function store(
  exchange: Exchange,
  fields: Readonly<Record<string, string>>,
  file: ReceivedFile | null,
  complete: boolean,
): Promise<RspCode> {
  const { core } = exchange
  const target = uploadTarget(exchange, fields, file?.partName ?? 'missing.mp4')
  if (target.code !== RspCode.ok) return target.code
  if (!complete) return RspCode.streamFailed
  if (!file) return RspCode.badParameters
  if (file.bytes === 0) return RspCode.streamFailed
  if (core.dialect.checkContent && file.head.toString('latin1', 4, 8) !== 'ftyp') return RspCode.invalidType
  if (file.bytes > core.maxFileBytes) return RspCode.tooLarge
  if (core.disk.tree.usedBytes + file.bytes > core.capacityBytes) return RspCode.noCapacity
  const added = await core.disk.addReceived(target.folder, target.name, file.bytes, file.incoming)
  return added ? RspCode.ok : RspCode.exists
}
