import type { Transfer, TransferProgress, TransferState } from '#shared/models/transfer.ts'
import { folderOf } from '#shared/paths.ts'
import { errorText, t } from '../i18n/index.ts'
import { roughDuration, secondsLeft, type Formatters } from '../logic/format.ts'
import type { TransferTotals } from '../logic/transfer-tally.ts'

/**
 * The state of a job in words. 100 % of an upload's bytes reads "waiting for the server", never "done".
 *
 * @param signedInId id of the profile that is signed in
 */
export function stateWords(transfer: Transfer, format: Formatters, signedInId: string | null): string {
  const { state, direction } = transfer
  const isUpload = direction === 'upload'
  switch (state.kind) {
    case 'running':
      return t(isUpload ? 'transfers.state.uploading' : 'transfers.state.downloading')
    case 'verifying':
      return t(isUpload ? 'transfers.state.verifyingUpload' : 'transfers.state.verifyingDownload')
    case 'done':
      return t(isUpload ? 'transfers.state.doneUpload' : 'transfers.state.doneDownload')
    case 'waiting':
      return withReplacing(transfer, waitingWords(state, format, transfer.profileId === signedInId))
    case 'failed':
      return t('transfers.state.failed', { reason: errorText(state.error, format.bytes).title })
    case 'paused':
    case 'cancelled':
      return withReplacing(transfer, t(`transfers.state.${state.kind}`))
    case 'queued':
    case 'preparing':
      return t(`transfers.state.${state.kind}`)
  }
}

function waitingWords(
  { until, error }: Extract<TransferState, { kind: 'waiting' }>,
  format: Formatters,
  isSignedIn: boolean,
): string {
  // At a start, an account is signed in before its server has said that it still knows it.
  if (error.code === 'account.notSignedIn')
    return t(isSignedIn ? 'transfers.state.waitingServer' : 'transfers.state.waitingAccount')
  if (error.code === 'transfer.suspended') return t('transfers.state.waitingWake')
  return until === null
    ? t('transfers.state.waitingNetwork')
    : t('transfers.state.waiting', { reason: errorText(error, format.bytes).title })
}

const withReplacing = (transfer: Transfer, words: string): string =>
  [words, replacingWords(transfer)].filter(Boolean).join(' · ')

/** That the server has neither copy, or may have neither, while an upload that replaces stands still; else ''. */
export function replacingWords({ replacing }: Transfer): string {
  return replacing === null ? '' : t(`transfers.replacing.${replacing}`)
}

/** `12.3 / 50.0 MB · 4.2 MB/s · about 9 s left`, as much of it as is known. */
export function amountWords(transfer: Transfer, progress: TransferProgress, format: Formatters): string {
  const { totalBytes, state } = transfer
  if (state.kind === 'done') return totalBytes === null ? '' : format.bytes(totalBytes)
  if (totalBytes === null) return progress.transferredBytes > 0 ? format.bytes(progress.transferredBytes) : ''
  if (state.kind !== 'running' && state.kind !== 'paused') return format.bytes(totalBytes)
  const parts = [format.bytesOf(progress.transferredBytes, totalBytes)]
  if (state.kind === 'running' && progress.bytesPerSecond > 0) {
    parts.push(format.speed(progress.bytesPerSecond))
    const left = secondsLeft(progress.transferredBytes, totalBytes, progress.bytesPerSecond)
    if (left !== null) {
      const { unit, value } = roughDuration(left)
      parts.push(t(`transfers.left.${unit}`, { count: value }))
    }
  }
  return parts.join(' · ')
}

/** Both directions together, in bytes per second. */
export function totalSpeed({ bytesPerSecond }: TransferTotals): number {
  return bytesPerSecond.upload + bytesPerSecond.download
}

/** `4 min left`, or '' when that cannot be said. */
export function totalLeftWords({ secondsLeft: seconds }: TransferTotals): string {
  if (seconds === null) return ''
  const { unit, value } = roughDuration(seconds)
  return t(`transfers.leftShort.${unit}`, { count: value })
}

/** `1.2 / 3.4 GB · ↓ 12 MB/s · 4 min left`, as much of it as is known. */
export function totalsWords(totals: TransferTotals, format: Formatters, isOnline: boolean): string {
  const { transferredBytes, totalBytes, bytesPerSecond } = totals
  const speed = (mark: string, rate: number): string => (rate > 0 ? `${mark} ${format.speed(rate)}` : '')
  const parts = [
    totalBytes > 0 ? format.bytesOf(transferredBytes, totalBytes) : '',
    ...(isOnline
      ? [speed('↑', bytesPerSecond.upload), speed('↓', bytesPerSecond.download), totalLeftWords(totals)]
      : [t('transfers.offline')]),
  ]
  return parts.filter(Boolean).join(' · ')
}

/** Where it goes to or comes from. */
export function placeWords(transfer: Transfer): string {
  const folder = folderOf(transfer.remotePath)
  const shown = folder === '/' ? t('explorer.root') : folder.slice(1, -1)
  return t(transfer.direction === 'upload' ? 'transfers.uploadTo' : 'transfers.downloadFrom', {
    folder: shown,
  })
}
