import { randomUUID } from 'node:crypto'
import type { ApiCredentials } from './client.types.ts'

export type CommonParameters = Readonly<Record<string, string | number>>

/** What every call carries; a new RequestId each time (facts sheet, "Common parameters"). */
export function commonParameters(credentials: ApiCredentials): CommonParameters {
  const RequestId = randomUUID()
  if (credentials.mode === 'project') {
    return { RequestId, UserName: credentials.appId, UserPswd: credentials.userPswd }
  }
  return {
    RequestId,
    // Documented as an int.
    CompID: Number(credentials.compId),
    SecretKey: credentials.secretKey,
    ...(credentials.appId === null || credentials.appId === '' ? {} : { AppId: credentials.appId }),
  }
}

/** The digest that must never be seen outside a request. */
export function digestOf(credentials: ApiCredentials): string {
  return credentials.mode === 'company' ? credentials.secretKey : credentials.userPswd
}
