import type { LinksCopied } from '#shared/models/export.ts'
import type { RecordingRef } from '#shared/models/recording.ts'
import type { ListExports } from '../../export/list-exports.ts'
import type { Handlers } from '../answer.ts'

type ExportHandlers = Pick<Handlers, 'links.copy' | Extract<keyof Handlers, `export.${string}`>>

/** @param copyLinks puts the recordings' addresses into the clipboard */
export function createExportHandlers(
  exports: ListExports,
  copyLinks: (recordings: readonly RecordingRef[]) => Promise<LinksCopied>,
): ExportHandlers {
  return {
    'links.copy': ({ recordings }) => copyLinks(recordings),
    'export.begin': async ({ listName }) => ({ id: await exports.begin(listName) }),
    'export.append': async ({ id, recordings }) => {
      await exports.append(id, recordings)
      return null
    },
    'export.finish': async ({ id }) => {
      await exports.finish(id)
      return null
    },
    'export.abandon': async ({ id }) => {
      await exports.abandon(id)
      return null
    },
  }
}
