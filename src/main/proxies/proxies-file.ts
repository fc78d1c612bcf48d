import { z } from 'zod'
import { proxyUser, serverName } from '#shared/ipc/schemas.ts'

/** Nobody has more; those that were given first go first. */
export const maxProxies = 100

/** `proxies.json`: whose passwords the keychain has. There is no field that could hold one. */
export const proxiesFileSchema = z.strictObject({
  proxies: z
    .array(
      z.strictObject({
        proxy: serverName,
        user: proxyUser,
        since: z.number(),
        /** Across starts, too: each with a wrong password would bring the user closer to being locked out. */
        isRefused: z.boolean(),
      }),
    )
    .max(maxProxies),
})
export type ProxiesFile = z.output<typeof proxiesFileSchema>

export const noProxies: ProxiesFile = { proxies: [] }
