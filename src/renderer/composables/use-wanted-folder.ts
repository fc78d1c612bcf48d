import { tryOnScopeDispose } from '@vueuse/core'
import { onMounted, watch } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { useDialogs } from '../stores/dialogs.ts'
import { useExplorer } from '../stores/explorer.ts'
import { useSession } from '../stores/session.ts'
import { useToast } from './use-toast.ts'

/**
 * Goes to the folder that was chosen on the desktop, in the jump list or in the dock's menu: at once, or when the dialog that is
 * open has been answered. It is one of the account that is signed in when it is chosen.
 */
export function useWantedFolder(): void {
  const dialogs = useDialogs()
  const explorer = useExplorer()
  const session = useSession()
  const toast = useToast()
  let wanted: { readonly path: string; readonly profileId: string | undefined } | null = null

  async function take(): Promise<void> {
    const answer = await toast.attempt(() => request('app.takeWantedFolder'))
    if (!answer || answer.path === null) return
    wanted = { path: answer.path, profileId: session.profile?.id }
    go()
  }

  function go(): void {
    if (wanted === null || dialogs.current !== null) return
    const { path, profileId } = wanted
    wanted = null
    if (profileId === session.profile?.id) void explorer.openFolder(path)
  }

  watch(() => dialogs.current, go)
  onMounted(take)
  tryOnScopeDispose(subscribe('app.folderWanted', () => void take()))
}
