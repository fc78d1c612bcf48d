import { createPinia } from 'pinia'
import { tellFailure } from './bridge.ts'
import { tellFailures } from './composables/tell-failures.ts'
import { createReportingApp } from './create-reporting-app.ts'
import { i18n, t } from './i18n/index.ts'
import { useSettings } from './stores/settings.ts'
import './theme/tokens.css'
import './theme/base.css'

// The page of the player's own window. What it shares with the explorer's page is one script with the explorer in it, which here
// never runs; the player is apart from that, as the explorer's page needs it only once something is played.
tellFailures(window, tellFailure)
try {
  const { default: PlayerWindow } = await import('./views/PlayerWindow.vue')
  const app = createReportingApp(PlayerWindow).use(createPinia()).use(i18n)
  await useSettings().start()
  app.mount('#app')
} catch (error) {
  document.body.textContent = t('app.failedToStart')
  throw error
}
