import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { i18n, t } from './i18n/index.ts'
import { useSettings } from './stores/settings.ts'
import './theme/tokens.css'
import './theme/base.css'
import PlayerWindow from './views/PlayerWindow.vue'

// The page of the player's own window. Another one than the explorer's, of which it loads nothing.
const app = createApp(PlayerWindow).use(createPinia()).use(i18n)
try {
  await useSettings().start()
  app.mount('#app')
} catch (error) {
  document.body.textContent = t('app.failedToStart')
  throw error
}
