import type { ErrorShape } from '#shared/errors.ts'

/** What a person can do next about a sign-in that did not succeed; each becomes a button beside the message. */
export type WayOut =
  | 'retry'
  | 'editSecret'
  | 'editAccount'
  | 'checkAddress'
  | 'confirmHttp'
  | 'showCertificate'
  | 'thisRunOnly'
  | 'enterProxyPassword'

/** The ways out of an error, the best first. */
export function waysOut(error: ErrorShape): WayOut[] {
  if (concernsCertificate(error)) return ['showCertificate', 'checkAddress', 'retry']
  if (askingProxy(error) !== null) return ['enterProxyPassword', 'retry']
  switch (error.code) {
    case 'api.wrongSecret':
    case 'account.secretMissing':
      return ['editSecret']
    case 'api.accountNotFound':
    case 'api.badParameters':
      return ['editAccount', 'checkAddress']
    case 'api.noPermission':
      return ['retry']
    case 'account.insecureServer':
      return ['confirmHttp', 'retry']
    case 'account.keychainLocked':
      return ['retry', 'thisRunOnly']
    case 'account.keychainUnavailable':
      return ['thisRunOnly']
    case 'server.notCloudRoom':
    case 'server.redirected':
    case 'network.nameNotFound':
    case 'network.refused':
    case 'network.tls':
      return ['checkAddress', 'retry']
    case 'server.malformed':
    case 'server.httpStatus':
    case 'network.unreachable':
    case 'network.localNetwork':
    case 'network.timeout':
    case 'network.connectionLost':
      return ['retry', 'checkAddress']
    default:
      return ['retry']
  }
}

/** Of the reasons why TLS fails those that a person can look into. */
const certificateReasons: ReadonlySet<unknown> = new Set(['selfSigned', 'untrusted', 'hostname', 'expired'])

/** Was the server's certificate refused? Signing in offers to look at it. */
export function concernsCertificate({ code, params }: ErrorShape): boolean {
  return (
    code === 'network.certificateChanged' ||
    (code === 'network.tls' && certificateReasons.has(params['reason']))
  )
}

/** The server (`host:port`) whose certificate was refused; null when that is not what went wrong, or it is not known whose it is. */
export function refusedServer(error: ErrorShape): string | null {
  const { server } = error.params
  return concernsCertificate(error) && typeof server === 'string' ? server : null
}

/** The proxy (`host:port`) that wants to know who the user is; null when that is not what went wrong, or it is not known which. */
export function askingProxy({ code, params }: ErrorShape): string | null {
  const { proxy } = params
  return code === 'network.proxyAuth' && typeof proxy === 'string' ? proxy : null
}

/** The first proxy of these errors that wants to know who the user is; null when there is none. */
export function firstAskingProxy(errors: readonly ErrorShape[]): string | null {
  for (const error of errors) {
    const proxy = askingProxy(error)
    if (proxy !== null) return proxy
  }
  return null
}

/** Does an error of a running session mean that the server no longer knows or accepts the account? */
export function needsSignIn({ code }: ErrorShape): boolean {
  return (
    code === 'api.wrongSecret' ||
    code === 'api.accountNotFound' ||
    code === 'account.notSignedIn' ||
    code === 'account.secretMissing' ||
    code === 'account.insecureServer' ||
    code === 'network.certificateChanged'
  )
}

/** Does the sign-in view have a way out of what went wrong in a running session? */
export function isForSignIn(error: ErrorShape): boolean {
  return needsSignIn(error) || concernsCertificate(error)
}

/** What a person can do about a failed transfer besides trying again. */
export type TransferWayOut =
  'signIn' | 'enterProxyPassword' | 'showCertificate' | 'resolve' | 'showRemote' | 'copyDetails'

/** The way out of a failed transfer. In its remote folder one can see, rename or delete what is in the way. */
export function transferWayOut(error: ErrorShape): TransferWayOut {
  // Often not the account's own server: recordings may lie on another one.
  if (refusedServer(error) !== null) return 'showCertificate'
  if (needsSignIn(error)) return 'signIn'
  if (askingProxy(error) !== null) return 'enterProxyPassword'
  switch (error.code) {
    case 'api.alreadyExists':
      return 'resolve'
    case 'api.noCapacity':
    case 'file.changedButStored':
    case 'server.deleteNotConfirmed':
    case 'server.notFound':
    case 'server.uploadNotConfirmed':
      return 'showRemote'
    default:
      return 'copyDetails'
  }
}
