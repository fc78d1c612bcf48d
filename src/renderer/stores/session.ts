import type { ErrorShape } from '#shared/errors.ts'
import type { SignInRequest } from '#shared/ipc/schemas.ts'
import type { AccountsState, Profile } from '#shared/models/account.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { errorShapeOf, request, subscribe } from '../bridge.ts'

/** What the last attempt ended with. */
export interface SignInFailure {
  readonly error: ErrorShape
  /** The kept profile that it was about. */
  readonly profileId: string | null
  /** The server that it was about. */
  readonly origin: string | null
}

/** Who is signed in, and the kept profiles. Never holds a secret. */
export const useSession = defineStore('session', () => {
  const state = shallowRef<AccountsState>({ session: { status: 'starting' }, profiles: [] })
  /** The sign-in view is open on top of a session that runs or is being resumed, to use another account. */
  const isAdding = shallowRef(false)
  const isBusy = shallowRef(false)
  const failure = shallowRef<SignInFailure | null>(null)

  const session = computed(() => state.value.session)
  const profiles = computed(() => state.value.profiles)
  const profile = computed<Profile | null>(() =>
    session.value.status === 'signedIn' ? session.value.profile : null,
  )
  const showsSignIn = computed(() => session.value.status === 'signedOut' || isAdding.value)

  function take(next: AccountsState): void {
    const before = state.value.session
    state.value = next
    const { session: now } = next
    if (now.status === 'signedOut') isAdding.value = false
    if (now.status !== 'signedOut' || now.error === null) return
    const isKnown = before.status === 'signedOut' && before.error?.code === now.error.code
    if (!isKnown) failure.value = { error: now.error, ...about(now.profileId) }
  }

  function about(profileId: string | null): Omit<SignInFailure, 'error'> {
    const kept = profiles.value.find(({ id }) => id === profileId)
    return { profileId, origin: kept?.server.origin ?? null }
  }

  async function start(): Promise<void> {
    subscribe('accounts.changed', take)
    try {
      take(await request('accounts.state'))
    } catch (error) {
      take({ session: { status: 'signedOut', error: errorShapeOf(error), profileId: null }, profiles: [] })
    }
  }

  /** Runs one attempt; the error stays in `failure` for the sign-in view. Answers whether it succeeded. */
  async function attempt(
    subject: Omit<SignInFailure, 'error'>,
    run: () => Promise<AccountsState>,
  ): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    failure.value = null
    try {
      take(await run())
      if (session.value.status === 'signedIn') isAdding.value = false
      return true
    } catch (error) {
      failure.value = { error: errorShapeOf(error), ...subject }
      return false
    } finally {
      isBusy.value = false
    }
  }

  const signIn = (input: SignInRequest): Promise<boolean> =>
    attempt({ profileId: null, origin: input.server.origin }, () => request('accounts.signIn', input))

  /** Signs in with a kept secret; when that fails, the sign-in view opens with the profile filled in. */
  async function switchTo(profileId: string): Promise<boolean> {
    const succeeded = await attempt(about(profileId), () => request('accounts.switchTo', { profileId }))
    if (!succeeded && failure.value !== null) isAdding.value = session.value.status !== 'signedOut'
    return succeeded
  }

  async function signOut(): Promise<void> {
    take(await request('accounts.signOut'))
  }

  async function remove(profileId: string): Promise<void> {
    take(await request('accounts.remove', { profileId }))
  }

  /** The running session was refused: the form opens with its account and the reason. */
  function signInAgain(error: ErrorShape): void {
    failure.value = { error, ...about(profile.value?.id ?? null) }
    isAdding.value = true
  }

  function showSignIn(shown: boolean): void {
    failure.value = null
    isAdding.value = shown
  }

  return {
    session,
    profiles,
    profile,
    isAdding,
    isBusy,
    failure,
    showsSignIn,
    start,
    signIn,
    switchTo,
    signOut,
    remove,
    showSignIn,
    signInAgain,
  }
})
