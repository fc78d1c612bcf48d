import { defineAsyncComponent } from 'vue'

/**
 * Parts of the explorer that are not in its first view. Less is read and run before that, and they are loaded right behind it, to
 * be there when they are wanted.
 */
const loading = {
  search: () => import('./search/SearchView.vue'),
  transfers: () => import('./transfers/TransfersPanel.vue'),
  dialog: () => import('./dialogs/OpenDialog.vue'),
  deletions: () => import('./deletion/DeletionBars.vue'),
  details: () => import('./details/DetailsPane.vue'),
}

export const SearchView = defineAsyncComponent(loading.search)
export const TransfersPanel = defineAsyncComponent(loading.transfers)
export const OpenDialog = defineAsyncComponent(loading.dialog)
export const DeletionBars = defineAsyncComponent(loading.deletions)
export const DetailsPane = defineAsyncComponent(loading.details)

/** Loads them all. What fails here is tried again when it is wanted. */
export function loadLater(): void {
  for (const load of Object.values(loading)) load().catch(() => undefined)
}
