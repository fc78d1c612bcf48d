import type { PickedFile, UploadRejection } from '#shared/models/transfer.ts'
import { maxPlannedFiles, type PlanProgress, type UploadPlan } from '#shared/models/upload-plan.ts'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { BridgeError, registerDropped, request, subscribe } from '../bridge.ts'
import { decisionsOf, initialChoices, needsNoSheet, type Choices } from '../logic/upload-sheet.ts'
import { useDialogs } from './dialogs.ts'
import { useTransfers } from './transfers.ts'

/** A plan that is made at once needs no word about it. ms */
const patience = 400

export interface UploadResult {
  readonly started: number
  /** Where there are any, a dialog names them and says how many were started. */
  readonly rejected: readonly UploadRejection[]
}

/** What the sheet is about. */
export type UploadSheet =
  | ({ readonly phase: 'looking' } & Omit<PlanProgress, 'abortId'>)
  | { readonly phase: 'deciding'; readonly plan: UploadPlan; readonly isAgain: boolean }

/** From a choice of files to transfers: a plan is made, and where it raises questions a sheet asks them. */
export const useUploads = defineStore('uploads', () => {
  const dialogs = useDialogs()
  const transfers = useTransfers()
  const sheet = shallowRef<UploadSheet | null>(null)
  const choices = shallowRef<Choices>(new Map())
  let abortId: string | null = null
  let settle: ((goesOn: boolean) => void) | null = null
  /** One choice of files after the other. */
  let queue: Promise<unknown> = Promise.resolve()

  function start(): void {
    subscribe('uploads.progress', (progress) => {
      if (progress.abortId !== abortId || sheet.value?.phase !== 'looking') return
      const { found, checked, isAsking } = progress
      sheet.value = { phase: 'looking', found, checked, isAsking }
    })
  }

  function close(): void {
    sheet.value = null
    if (dialogs.current?.kind === 'upload') dialogs.close()
  }

  /** Shows that a plan is being made when that takes a while. */
  async function plan(make: (id: string) => Promise<UploadPlan>): Promise<UploadPlan> {
    const id = crypto.randomUUID()
    abortId = id
    sheet.value = { phase: 'looking', found: 0, checked: 0, isAsking: false }
    const timer = setTimeout(
      () => void dialogs.showOnceFree({ kind: 'upload' }, () => abortId === id),
      patience,
    )
    try {
      return await make(id)
    } catch (error) {
      close()
      throw error
    } finally {
      clearTimeout(timer)
      abortId = null
    }
  }

  /** Resolves once the user has decided; false when they do not want it after all. */
  async function ask(made: UploadPlan, isAgain: boolean): Promise<boolean> {
    choices.value = initialChoices(made)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    settle = resolve
    sheet.value = { phase: 'deciding', plan: made, isAgain }
    if (dialogs.current?.kind !== 'upload')
      void dialogs.showOnceFree({ kind: 'upload' }).then((wasShown) => wasShown || decide(false))
    const goesOn = await promise
    settle = null
    close()
    if (!goesOn) await request('uploads.discard', { planId: made.planId })
    return goesOn
  }

  async function carryOut(
    make: (id: string) => Promise<UploadPlan>,
    isAgain: boolean,
    alwaysAsks = false,
  ): Promise<UploadResult | null> {
    const made = await plan(make)
    const isPlain = !alwaysAsks && needsNoSheet(made)
    if (isPlain) close()
    if (!isPlain && !(await ask(made, isAgain))) return null
    const decisions = isPlain ? [] : decisionsOf(choices.value)
    const { transferIds, rejected } = await request('uploads.start', { planId: made.planId, decisions })
    if (transferIds.length > 0) transfers.reveal()
    const result = { started: transferIds.length, rejected }
    if (rejected.length > 0) void dialogs.showOnceFree({ kind: 'rejected', result })
    return result
  }

  function inTurn(run: () => Promise<UploadResult | null>): Promise<UploadResult | null> {
    const turn = queue.then(run)
    queue = turn.catch(() => undefined)
    return turn
  }

  function upload(
    files: readonly PickedFile[],
    folder: string,
    alwaysAsks = false,
  ): Promise<UploadResult | null> {
    if (files.length === 0) return Promise.resolve(null)
    const pickIds = files.map(({ pickId }) => pickId)
    return inTurn(() =>
      carryOut((id) => request('uploads.plan', { pickIds, folder, abortId: id }), false, alwaysAsks),
    )
  }

  /** Files and folders from a drop. Answers null when nothing came of it. */
  async function uploadDropped(files: readonly File[], folder: string): Promise<UploadResult | null> {
    if (files.length > maxPlannedFiles) {
      throw new BridgeError({
        code: 'transfer.tooManyFiles',
        params: { max: maxPlannedFiles },
        retryable: false,
      })
    }
    return await upload(await registerDropped(files), folder)
  }

  function decide(goesOn: boolean): void {
    settle?.(goesOn)
  }

  function cancel(): void {
    if (abortId !== null) void request('app.abort', { abortId })
    close()
    decide(false)
  }

  // The sheet goes when another dialog or another account takes its place.
  watch(
    () => dialogs.current,
    (now, before) => {
      if (before?.kind === 'upload' && now?.kind !== 'upload' && sheet.value !== null) cancel()
    },
  )

  return {
    sheet,
    choices,
    start,
    choose: (next: Choices) => (choices.value = next),
    /** Shows the file dialog. */
    pickFiles: async (folder: string) => upload(await request('uploads.pick'), folder),
    /** Shows the folder dialog. */
    pickFolders: async (folder: string) => upload(await request('uploads.pickFolder'), folder),
    uploadDropped,
    /** What the system gave the app. Always asked about: whoever opened a file has named no folder. */
    uploadOpened: async (folder: string) => upload(await request('uploads.takeOpened'), folder, true),
    /** Asks again about uploads that did not succeed. */
    resolve: (ids: readonly string[]) =>
      inTurn(() => carryOut((id) => request('uploads.planAgain', { ids: [...ids], abortId: id }), true)),
    goOn: () => decide(true),
    cancel,
  }
})
