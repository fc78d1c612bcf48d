import { createHash } from 'node:crypto'
import type { Params } from './params.ts'
import { RspCode } from './rsp-code.ts'

interface Account {
  readonly id: string
  readonly secret: string
  readonly permitted: boolean
}

/** A private deployment's default company, and one whose contract does not include the API. */
export const COMPANY = { id: '1', secret: '1', permitted: true } as const satisfies Account
export const COMPANY_WITHOUT_API = { id: '2', secret: '2', permitted: false } as const satisfies Account
export const PROJECT = {
  id: 'emulator-project',
  secret: 'emulator-secret',
  permitted: true,
} as const satisfies Account

const COMPANIES: readonly Account[] = [COMPANY, COMPANY_WITHOUT_API]
const PROJECTS: readonly Account[] = [PROJECT]

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex')

/** Checks who is asking, in both of the vendor's ways. */
export class Accounts {
  /**
   * 0 when the common parameters are right, else the RspCode to answer: 4 for missing ones, 2 for an unknown account,
   * 3 for a wrong secret, 1 for a company without the API.
   */
  check(params: Params): RspCode {
    if (params.text('RequestId') === null) return RspCode.badParameters
    const company = params.text('CompID')
    const byCompany = company !== null
    const id = byCompany ? company : params.text('UserName')
    const given = params.text(byCompany ? 'SecretKey' : 'UserPswd')
    if (id === null || given === null) return RspCode.badParameters
    const account = (byCompany ? COMPANIES : PROJECTS).find((known) => known.id === id)
    if (!account) return RspCode.noAccount
    if (given !== md5(byCompany ? `${account.id}&${account.secret}` : account.secret))
      return RspCode.wrongPassword
    const appId = params.text('AppId')
    if (appId !== null && !PROJECTS.some((project) => project.id === appId)) return RspCode.noAccount
    return account.permitted ? RspCode.ok : RspCode.noPermission
  }
}
