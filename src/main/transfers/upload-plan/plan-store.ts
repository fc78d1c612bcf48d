import { AppError } from '#shared/errors.ts'
import type { KeptPlan } from './make-plan.ts'

/** Plans that are kept; one sheet is open at a time. The oldest go first. */
const maxPlans = 4

/** Plans that wait for the user's decision. They do not outlive the app: files and server change. */
export class PlanStore {
  readonly #plans = new Map<string, KeptPlan>()

  add(kept: KeptPlan): void {
    const oldest = this.#plans.keys().next()
    if (this.#plans.size >= maxPlans && !oldest.done) this.#plans.delete(oldest.value)
    this.#plans.set(kept.plan.planId, kept)
  }

  /** Each plan is carried out once. @throws AppError `transfer.planGone` */
  take(planId: string, profileId: string): KeptPlan {
    const kept = this.#plans.get(planId)
    this.#plans.delete(planId)
    if (kept?.profileId !== profileId) throw new AppError('transfer.planGone')
    return kept
  }

  discard(planId: string): void {
    this.#plans.delete(planId)
  }
}
