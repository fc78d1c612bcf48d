import { tryOnScopeDispose } from '@vueuse/core'
import { onMounted } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useToast } from './use-toast.ts'

/** Goes to the folder that was chosen on the desktop: in the jump list or in the dock's menu. */
export function useWantedFolder(): void {
  const dialogs = useDialogs()
  const explorer = useExplorer()
  const toast = useToast()

  async function take(): Promise<void> {
    const wanted = await toast.attempt(() => request('app.takeWantedFolder'))
    // A dialog is answered first.
    if (wanted && wanted.path !== null && dialogs.current === null) await explorer.openFolder(wanted.path)
  }
  onMounted(take)
  tryOnScopeDispose(subscribe('app.folderWanted', () => void take()))
}
