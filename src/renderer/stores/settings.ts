import type { RequestInput } from '#shared/ipc/contract.ts'
import type { AppInfo, Language, Settings } from '#shared/models/settings.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { request, subscribe } from '../bridge.ts'
import { setLanguage } from '../i18n/index.ts'
import { createFormatters } from '../logic/format.ts'

/** What the page runs in, and the user's settings. Loaded before anything is shown. */
export const useSettings = defineStore('settings', () => {
  const info = shallowRef<AppInfo | null>(null)
  const settings = shallowRef<Settings | null>(null)
  /** Problems of the start that the user has been told of. */
  const knownProblems = shallowRef(0)

  const startProblem = computed(() => info.value?.startProblems[knownProblems.value] ?? null)

  const platform = computed(() => info.value?.platform ?? 'linux')
  const language = computed<Language>(() => {
    const choice = settings.value?.language ?? 'system'
    return choice === 'system' ? (info.value?.systemLanguage ?? 'zh-CN') : choice
  })
  const format = computed(() => createFormatters(language.value, platform.value))
  watch(language, setLanguage, { flush: 'sync' })

  /** Follows the main process from now on. */
  async function start(): Promise<void> {
    subscribe('settings.changed', (changed) => (settings.value = changed))
    ;[info.value, settings.value] = await Promise.all([request('app.info'), request('settings.get')])
    setLanguage(language.value)
  }

  async function update(patch: RequestInput<'settings.update'>): Promise<void> {
    settings.value = await request('settings.update', patch)
  }

  async function chooseDownloadFolder(): Promise<void> {
    settings.value = await request('settings.chooseDownloadFolder')
  }

  function dismissStartProblem(): void {
    knownProblems.value++
  }

  return {
    info,
    settings,
    startProblem,
    platform,
    language,
    format,
    start,
    update,
    chooseDownloadFolder,
    dismissStartProblem,
  }
})
