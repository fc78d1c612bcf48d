import { tryOnScopeDispose } from '@vueuse/core'
import { onMounted } from 'vue'
import { subscribe } from '../bridge.ts'
import type { Actions } from './use-actions.ts'

/** Offers files that the system gave the app, at its start or later, for upload into the folder that is shown. */
export function useOpenedFiles({ uploadOpened }: Actions): void {
  onMounted(uploadOpened)
  tryOnScopeDispose(subscribe('uploads.opened', () => void uploadOpened()))
}
