import { shownName } from '#shared/shown-name.ts'

/** What is shown of a row or a tile that nobody can read. */
export interface PassingEntry {
  readonly name: string
  readonly kind: 'folder' | 'recording'
}

/**
 * Names as one text, a line of it for each: to lay that out takes half of what as many boxes take.
 *
 * @param mostLetters of each name
 */
export const namesAsText = (entries: readonly PassingEntry[], mostLetters = Infinity): string =>
  entries
    .map(({ name }) =>
      shownName(name)
        .slice(0, mostLetters)
        .replaceAll(/[\n\r\u2028\u2029]/gu, ' '),
    )
    .join('\n')
