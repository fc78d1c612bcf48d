import type { ErrorShape } from '#shared/errors.ts'
import { t } from '../i18n/index.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useSettings } from '../stores/settings.ts'
import { useToast } from './use-toast.ts'

/** Copies what a support person needs: code, parameters, path and versions. No account, no secret. */
export function useErrorDetails(): (error: ErrorShape, remotePath?: string) => Promise<void> {
  const toast = useToast()
  const settings = useSettings()
  const explorer = useExplorer()

  return async (error, remotePath = explorer.path) => {
    const lines = [
      `CloudRoom Drive ${settings.info?.version ?? ''} (${settings.platform})`,
      `code: ${error.code}`,
      `params: ${JSON.stringify(error.params)}`,
      `path: ${remotePath}`,
      `time: ${new Date().toISOString()}`,
    ]
    await toast.attempt(async () => {
      await navigator.clipboard.writeText(lines.join('\n'))
      toast.done(t('common.copied'))
    })
  }
}
