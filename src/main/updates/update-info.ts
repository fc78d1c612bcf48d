import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Update } from '#shared/models/updates.ts'
import { plainNotes } from './plain-notes.ts'

/** One file beside the description: an address of its own could lead to another server. */
const fileName = z.string().regex(/^\w[\w.+() -]{0,254}$/u)

const described = z.object({
  version: z.string().regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][\w.+-]{1,64})?$/u),
  files: z
    .array(z.object({ url: fileName, size: z.number().int().positive().optional().catch(undefined) }))
    .min(1)
    .max(50),
  releaseNotes: z.unknown().optional(),
})

/** What is installed on each system. */
const endings: Partial<Record<NodeJS.Platform, string>> = { win32: '.exe', darwin: '.zip' }

/**
 * What an update server says of a version (`latest.yml`, `latest-mac.yml`), which is not trusted.
 *
 * Its size is that of the file which electron-updater will choose: the one for this processor by its name, else the first.
 *
 * @throws AppError `update.malformed`
 */
export function readUpdate(info: unknown, platform: NodeJS.Platform, arch: NodeJS.Architecture): Update {
  const parsed = described.safeParse(info)
  if (!parsed.success) throw new AppError('update.malformed', { cause: parsed.error })
  const { version, files, releaseNotes } = parsed.data
  const ending = endings[platform] ?? ''
  const fitting = files.filter(({ url }) => url.toLowerCase().endsWith(ending))
  const file = fitting.find(({ url }) => url.includes(arch)) ?? fitting[0]
  return { version, notes: plainNotes(releaseNotes), size: file?.size ?? null }
}
