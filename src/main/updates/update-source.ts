import { z } from 'zod'

/** Only the plain channel: a package cannot be led to test versions. */
const common = {
  channel: z.literal('latest').optional(),
  updaterCacheDirName: z.string().regex(/^[\w.-]{1,128}$/u),
  publisherName: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
}

/**
 * `app-update.yml`, which electron-builder writes beside the ASAR: the only place that says where updates come from. Strict,
 * because electron-updater obeys more than is wanted here, such as another host, a token or a plain http address.
 */
const source = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('github'),
    owner: z.string().regex(/^[\w.-]{1,100}$/u),
    repo: z.string().regex(/^[\w.-]{1,100}$/u),
    ...common,
  }),
  z.strictObject({
    provider: z.literal('generic'),
    url: z.url({ protocol: /^https$/u }),
    ...common,
  }),
])

/**
 * Does a package say well enough where its updates come from? On Windows that includes whose signature they have:
 * electron-updater checks none when no publisher is named.
 */
export function isUsableSource(platform: NodeJS.Platform, content: unknown): boolean {
  const parsed = source.safeParse(content)
  return parsed.success && (platform !== 'win32' || parsed.data.publisherName !== undefined)
}
