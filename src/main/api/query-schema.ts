import { z } from 'zod'

/** Lenient: a field of an unexpected type is as good as absent, and never spoils its entry. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? null)
  .catch(null)

const identifier = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/u)
      .transform(Number),
  ])
  .pipe(z.number().int().min(0))
  .nullish()
  .transform((value) => value ?? null)
  .catch(null)

const anything = z.unknown().optional()

export const fileEntry = z.object({
  id: identifier,
  fileName: text,
  filePath: text,
  fileSize: anything,
  downUrl: anything,
  ctime: anything,
})
export type FileEntry = z.output<typeof fileEntry>

export const dirEntry = z.object({ dirId: identifier, parentId: identifier, dirPath: text, dirName: text })
export type DirEntry = z.output<typeof dirEntry>

/** Lists may be null or missing; one single entry may come without its list. */
const entries = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((entry) => [entry])])
  .nullish()
  .transform((list) => list ?? [])

/** `Data` of netDisk/query (vendor page, "Data数据"). */
export const queryData = z.object({
  fileList: entries,
  dirData: entries,
  fileNum: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\s*\d{1,15}\s*$/u)
        .transform(Number),
    ])
    .pipe(z.number().int().min(0))
    .nullish()
    .transform((value) => value ?? null)
    .catch(null),
  searchTime: text,
})
export type QueryData = z.output<typeof queryData>
