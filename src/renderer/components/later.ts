import { defineAsyncComponent } from 'vue'
import { messages } from './messages/messages.ts'

/**
 * Parts of the explorer that are not in its first view, among them all that naive-ui has a hand in. Less is read and run before
 * that, and they are loaded right behind it, to be there when they are wanted.
 */
const loading = {
  search: () => import('./search/SearchView.vue'),
  transfers: () => import('./transfers/TransfersPanel.vue'),
  dialog: () => import('./dialogs/OpenDialog.vue'),
  deletions: () => import('./deletion/DeletionBars.vue'),
  details: () => import('./details/DetailsPane.vue'),
  listMessage: () => import('./explorer/ListMessage.vue'),
  listNotice: () => import('./explorer/ListNotice.vue'),
  updateNotice: () => import('./explorer/UpdateNotice.vue'),
  folderDownloadNotice: () => import('./explorer/FolderDownloadNotice.vue'),
}

export const SearchView = defineAsyncComponent(loading.search)
export const TransfersPanel = defineAsyncComponent(loading.transfers)
export const OpenDialog = defineAsyncComponent(loading.dialog)
export const DeletionBars = defineAsyncComponent(loading.deletions)
export const DetailsPane = defineAsyncComponent(loading.details)
export const ListMessage = defineAsyncComponent(loading.listMessage)
export const ListNotice = defineAsyncComponent(loading.listNotice)
export const UpdateNotice = defineAsyncComponent(loading.updateNotice)
export const FolderDownloadNotice = defineAsyncComponent(loading.folderDownloadNotice)

/** Loads them all. What fails here is tried again when it is wanted. */
export function loadLater(): void {
  for (const load of [...Object.values(loading), messages]) load().catch(() => undefined)
}
