import type { ErrorShape } from '#shared/errors.ts'
import { tryOnScopeDispose } from '@vueuse/core'
import { watch } from 'vue'

/** The first wait, and the longest: each is twice the one before. ms */
const firstWait = 5000
const longestWait = 60_000

/**
 * Asks again by itself for what could not be had because the server could not be reached, as long as that is so. Nothing is to
 * change meanwhile: what is shown stays until there is an answer.
 *
 * @param failure what it failed with, and what it is about: waits begin anew with another one; null: nothing failed
 */
export function useQuietRetry(
  failure: () => { readonly error: ErrorShape; readonly of: string } | null,
  retry: () => Promise<void>,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = firstWait
  let last: string | null = null
  // What else changes meanwhile begins no wait anew.
  watch([() => failure()?.error ?? null, () => failure()?.of ?? null], ([error, of]) => {
    clearTimeout(timer)
    if (error === null || of !== last) wait = firstWait
    last = of
    if (error === null || !passes(error)) return
    timer = setTimeout(() => void retry(), wait)
    wait = Math.min(longestWait, wait * 2)
  })
  tryOnScopeDispose(() => clearTimeout(timer))
}

/** A network that is back tells of itself; what the server answers, and what the user has to decide, is not for asking again. */
function passes({ code, retryable }: ErrorShape): boolean {
  return retryable && code.startsWith('network.') && code !== 'network.offline'
}
