import type { UpdateReport } from '#shared/models/updates.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { useDialogs } from './dialogs.ts'

/** Where looking for a new version of the app has come to, as main tells it. */
export const useUpdates = defineStore('updates', () => {
  const dialogs = useDialogs()
  const report = shallowRef<UpdateReport | null>(null)
  /** The report has come, or will not. */
  const isAsked = shallowRef(false)
  /** The notices that the user has closed: `available 1.2.0`. */
  const closed = shallowRef<ReadonlySet<string>>(new Set())

  const state = computed(() => report.value?.state ?? null)
  const isOn = computed(() => state.value !== null && state.value.status !== 'off')
  /** What there is to say without having been asked. */
  const news = computed(() => {
    const now = state.value
    if (now?.status !== 'available' && now?.status !== 'ready') return null
    return closed.value.has(`${now.status} ${now.update.version}`) ? null : now
  })

  async function start(): Promise<void> {
    let events = 0
    subscribe('updates.changed', (next) => {
      events++
      report.value = next
    })
    try {
      const known = await request('updates.state')
      // Events that came first know better.
      if (events === 0) report.value = known
    } finally {
      isAsked.value = true
    }
  }

  function closeNews(): void {
    if (news.value !== null)
      closed.value = new Set(closed.value).add(`${news.value.status} ${news.value.update.version}`)
  }

  const show = (): unknown => dialogs.show({ kind: 'settings', section: 'diagnostics' })

  /** From the menu: what comes of it is shown in the settings. */
  function checkAndShow(): void {
    show()
    // A request that main does not answer changes nothing that is shown.
    request('updates.check').catch(() => undefined)
  }

  return {
    report,
    isAsked,
    state,
    isOn,
    news,
    start,
    closeNews,
    show,
    checkAndShow,
    check: () => request('updates.check'),
    download: () => request('updates.download'),
    stop: () => request('updates.stop'),
    install: () => request('updates.install'),
  }
})
