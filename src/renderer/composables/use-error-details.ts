import type { ErrorShape } from '#shared/errors.ts'
import { useToast } from './use-toast.ts'

/** Copies what a support person needs: code, parameters, path and versions. No account, no secret. */
export function useErrorDetails(): (error: ErrorShape, remotePath?: string) => Promise<void> {
  return useToast().copyDetails
}
