import type { SignInRequest } from '#shared/ipc/schemas.ts'
import type { CredentialMode, Profile, ServerAddress } from '#shared/models/account.ts'
import { knownPrefixes, publicCloud } from '#shared/models/account.ts'
import { normalizePrefix, parseAddress } from './server-address.ts'

/** What the form holds while it is being filled in. */
export interface SignInForm {
  mode: CredentialMode
  compId: string
  compSecret: string
  projectAppId: string
  appId: string
  appSecret: string
  address: string
  prefix: string
  remember: boolean
  allowHttp: boolean
}

export type SignInField = 'compId' | 'compSecret' | 'appId' | 'appSecret' | 'address' | 'prefix' | 'allowHttp'
export type SignInProblem = 'required' | 'digits' | 'address' | 'prefix' | 'confirmHttp'
export type SignInProblems = Partial<Record<SignInField, SignInProblem>>

/** An empty form for a server. */
export function emptyForm(server: ServerAddress = publicCloud): SignInForm {
  return {
    mode: 'company',
    compId: '',
    compSecret: '',
    projectAppId: '',
    appId: '',
    appSecret: '',
    address: server.origin,
    prefix: server.prefix,
    remember: true,
    allowHttp: false,
  }
}

/** The form of a kept profile: everything but the secret. */
export function formOf(profile: Profile): SignInForm {
  const form = emptyForm(profile.server)
  const isCompany = profile.mode === 'company'
  return {
    ...form,
    mode: profile.mode,
    compId: isCompany ? profile.account : '',
    projectAppId: profile.appId ?? '',
    appId: isCompany ? '' : profile.account,
    remember: profile.remembered,
  }
}

export function isPublicCloud(form: Pick<SignInForm, 'address' | 'prefix'>): boolean {
  return form.address.trim() === publicCloud.origin && form.prefix.trim() === publicCloud.prefix
}

export function isKnownPrefix(prefix: string): boolean {
  return knownPrefixes.some((known) => known === prefix)
}

/** What is missing or malformed, by field, in the order of the form. `allowsHttp`: of origins that were confirmed before. */
export function problemsOf(
  form: SignInForm,
  allowsHttp: (origin: string) => boolean = () => false,
): SignInProblems {
  const problems: SignInProblems = {}
  if (form.mode === 'company') {
    const compId = form.compId.trim()
    if (compId === '') problems.compId = 'required'
    else if (!/^\d{1,15}$/u.test(compId)) problems.compId = 'digits'
    if (form.compSecret === '') problems.compSecret = 'required'
  } else {
    if (form.appId.trim() === '') problems.appId = 'required'
    if (form.appSecret === '') problems.appSecret = 'required'
  }
  const address = parseAddress(form.address)
  if (!address.ok) problems.address = form.address.trim() === '' ? 'required' : 'address'
  else if (address.isHttp && !form.allowHttp && !allowsHttp(address.origin))
    problems.allowHttp = 'confirmHttp'
  if (normalizePrefix(form.prefix) === null) problems.prefix = 'prefix'
  return problems
}

/** The request of a form without problems. A path in the address wins over the prefix field. */
export function requestOf(form: SignInForm): SignInRequest | null {
  const address = parseAddress(form.address)
  const typedPrefix = normalizePrefix(form.prefix)
  if (!address.ok || typedPrefix === null) return null
  return {
    server: { origin: address.origin, prefix: address.prefix ?? typedPrefix },
    credentials:
      form.mode === 'company'
        ? {
            mode: 'company',
            compId: form.compId.trim(),
            compSecret: form.compSecret,
            appId: form.projectAppId.trim() === '' ? null : form.projectAppId.trim(),
          }
        : { mode: 'project', appId: form.appId.trim(), appSecret: form.appSecret },
    remember: form.remember,
    allowHttp: address.isHttp && form.allowHttp,
  }
}
