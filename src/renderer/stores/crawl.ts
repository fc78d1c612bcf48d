import { crawlOff, type CrawlState } from '#shared/models/crawl.ts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'

/** How far the background listing of folders has come, as main tells it. */
export const useCrawl = defineStore('crawl', () => {
  const state = shallowRef<CrawlState>(crawlOff)

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

  return { state, start }
})
