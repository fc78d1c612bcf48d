import type { Logger } from '../logging/logger.ts'

/** electron-updater's own check, by PowerShell's Get-AuthenticodeSignature: null, or why the file is refused. */
export type CheckSignature = (
  publishers: string[],
  file: string,
  logger: Record<'info' | 'warn' | 'error', (message?: unknown) => void>,
) => Promise<string | null>

/** What it warns of when a publisher was named by the certificate's CN alone, which is how electron-builder names it. */
const harmless = /^Signature validated using only CN /u

/**
 * That check without its leniency: where PowerShell cannot be run or does not answer as expected, it warns and lets the
 * file pass. Here a file that was warned of is refused, whatever the warning says.
 *
 * @returns null when the file has the signature of one of these publishers, else why not
 */
export async function strictSignature(
  check: CheckSignature,
  publishers: readonly string[],
  file: string,
  log: Logger,
): Promise<string | null> {
  const doubts: string[] = []
  const refusal = await check([...publishers], file, {
    info: () => undefined,
    warn: (message) => doubts.push(String(message)),
    error: (message) => doubts.push(String(message)),
  })
  for (const doubt of doubts) log.warn('the signature of an update', { doubt })
  return refusal ?? doubts.find((doubt) => !harmless.test(doubt)) ?? null
}
