import { tryOnScopeDispose } from '@vueuse/core'
import { BridgeError, subscribe } from '../bridge.ts'
import { useToast } from './use-toast.ts'

/** Shows what went wrong with something asked for earlier, e.g. opening a file once it was downloaded. */
export function useFailures(): void {
  const toast = useToast()
  tryOnScopeDispose(
    subscribe('app.failure', ({ subject, error }) => toast.failed(new BridgeError(error), subject)),
  )
}
