import { crawlOff, type CrawlState } from '#shared/models/crawl.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { useSettings } from './settings.ts'

/** How far the background listing of folders has come, as main tells it. */
export const useCrawl = defineStore('crawl', () => {
  const settings = useSettings()
  const state = shallowRef<CrawlState>(crawlOff)
  /** One that is turned on says so only once it has begun, some seconds after signing in. */
  const status = computed(() =>
    state.value.status === 'off' && settings.settings?.crawlEnabled === true ? 'running' : state.value.status,
  )

  async function start(): Promise<void> {
    let events = 0
    subscribe('crawl.changed', (next) => {
      events++
      state.value = next
    })
    const known = await request('crawl.state')
    // Events that came first know better.
    if (events === 0) state.value = known
  }

  return { state, status, start }
})
