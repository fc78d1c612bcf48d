import type { ErrorShape } from '#shared/errors.ts'
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
  /** What the user has to know without having asked for it, until it is dismissed. */
  const problems = shallowRef<readonly ErrorShape[]>([])

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
    subscribe('app.problem', note)
    const [found, kept] = await Promise.all([request('app.info'), request('settings.get')])
    info.value = found
    settings.value = kept
    for (const problem of found.problems) note(problem)
    setLanguage(language.value)
  }

  async function update(patch: RequestInput<'settings.update'>): Promise<void> {
    settings.value = await request('settings.update', patch)
  }

  async function chooseDownloadFolder(): Promise<void> {
    settings.value = await request('settings.chooseDownloadFolder')
  }

  /** Once: what is shown already says it. */
  function note(problem: ErrorShape): void {
    if (!problems.value.some(({ code }) => code === problem.code))
      problems.value = [...problems.value, problem]
  }

  function dismissProblem(): void {
    problems.value = problems.value.slice(1)
  }

  return {
    info,
    settings,
    problem: computed(() => problems.value[0] ?? null),
    platform,
    language,
    format,
    start,
    update,
    chooseDownloadFolder,
    dismissProblem,
  }
})
