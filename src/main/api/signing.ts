import { createHash } from 'node:crypto'
import type { ApiCredentials } from './client.types.ts'

/** 32 lower-case hex digits. The protocol wants MD5; it is no protection of the secret, TLS is. */
export function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex')
}

/**
 * Company mode: SecretKey = md5(CompID & CompSecret) (facts sheet, "Common parameters").
 * Check value: company 1 with secret 1 gives a7febff6a21c36fb50150f88c95ef641.
 */
export function companyCredentials(compId: string, compSecret: string, appId: string | null): ApiCredentials {
  return { mode: 'company', compId, secretKey: md5(`${compId}&${compSecret}`), appId }
}

/** Project mode: UserName = AppId, UserPswd = md5(AppSecret) (facts sheet, "Common parameters"). */
export function projectCredentials(appId: string, appSecret: string): ApiCredentials {
  return { mode: 'project', appId, userPswd: md5(appSecret) }
}
