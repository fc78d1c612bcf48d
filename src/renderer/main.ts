import { promiseTimeout } from '@vueuse/core'
import { createPinia } from 'pinia'
import App from './App.vue'
import { request, tellFailure } from './bridge.ts'
import { loadLater } from './components/later.ts'
import { dropIdleSelection } from './composables/drop-idle-selection.ts'
import { ignoreComposition } from './composables/ignore-composition.ts'
import { painted } from './composables/painted.ts'
import { tellFailures } from './composables/tell-failures.ts'
import { createReportingApp } from './create-reporting-app.ts'
import { i18n, t } from './i18n/index.ts'
import { useCrawl } from './stores/crawl.ts'
import { useDeletion } from './stores/deletion.ts'
import { useExplorer } from './stores/explorer.ts'
import { useFolderDownloads } from './stores/folder-downloads.ts'
import { useFolderTree } from './stores/folder-tree.ts'
import { useLocalCopies } from './stores/local-copies.ts'
import { usePreviews } from './stores/previews.ts'
import { useNetwork } from './stores/network.ts'
import { useProxies } from './stores/proxies.ts'
import { useSearch } from './stores/search.ts'
import { useSession } from './stores/session.ts'
import { useSettings } from './stores/settings.ts'
import { useTransfers } from './stores/transfers.ts'
import { useUpdates } from './stores/updates.ts'
import { useTrust } from './stores/trust.ts'
import { useUploads } from './stores/uploads.ts'
import './theme/tokens.css'
import './theme/base.css'

tellFailures(window, tellFailure)
// Before anything else listens.
ignoreComposition(window)
dropIdleSelection(document)
/** So long the view waits for rows that are known already, to be painted with them; skeletons are for what takes longer. ms */
const rowsPatienceMs = 120

let isMounted = false
const app = createReportingApp(App).use(createPinia()).use(i18n)

try {
  // Who listens does so before anything is asked for.
  useExplorer().start()
  useFolderTree().start()
  useLocalCopies().start()
  usePreviews().start()
  useUploads().start()
  useSearch().start()
  // Language and platform first: the first paint has its final words. The rest streams in behind it.
  await Promise.all([useSettings().start(), useSession().start(), useTrust().start()])
  // Who is signed in by then gets the folder without another view before it, and the view with its rows at once.
  const { profile } = useSession()
  if (profile !== null) await Promise.race([useExplorer().begin(profile.id), promiseTimeout(rowsPatienceMs)])
  // Loaded by now, so that it is in the first paint.
  if (useSession().showsSignIn) await import('./views/SignInView.vue')
  app.mount('#app')
  isMounted = true
  // What is asked from here on takes its share of the processors from the first view, which is known already.
  await painted()
  void request('app.painted')
  loadLater()
  await Promise.all([
    useTransfers().start(),
    useDeletion().start(),
    useCrawl().start(),
    useNetwork().start(),
    useProxies().start(),
    useUpdates().start(),
    useFolderDownloads().start(),
  ])
} catch (error) {
  if (!isMounted) document.body.textContent = t('app.failedToStart')
  throw error
}
