/** A run of text in the guide. */
export interface GuideSpan {
  readonly kind: 'text' | 'strong' | 'code'
  readonly text: string
}

export type GuideBlock =
  | { readonly kind: 'heading'; readonly spans: readonly GuideSpan[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly GuideSpan[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly GuideSpan[])[] }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly GuideSpan[])[]
      readonly rows: readonly (readonly (readonly GuideSpan[])[])[]
    }

export interface GuideSection {
  readonly title: string
  readonly blocks: readonly GuideBlock[]
}

export interface Guide {
  readonly title: string
  readonly sections: readonly GuideSection[]
}

/**
 * Reads a user guide (`docs/guide.*.md`): the part of Markdown that they are written in, which is headings, paragraphs, flat
 * lists, tables, bold and code. Pictures are left out: they are of the app that shows this.
 */
export function parseGuide(markdown: string): Guide {
  const groups = markdown
    .split(/\n{2,}/u)
    .map((group) => group.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
  let title = ''
  const sections: { title: string; blocks: GuideBlock[] }[] = []
  for (const lines of groups) {
    const [first = ''] = lines
    if (first.startsWith('# ')) title = first.slice(2)
    else if (first.startsWith('## ')) sections.push({ title: first.slice(3), blocks: [] })
    else if (!first.startsWith('![')) sections.at(-1)?.blocks.push(blockOf(first, lines))
  }
  return { title, sections }
}

function blockOf(first: string, lines: readonly string[]): GuideBlock {
  if (first.startsWith('### ')) return { kind: 'heading', spans: spansOf(first.slice(4)) }
  if (first.startsWith('- ')) return { kind: 'list', items: itemsOf(lines).map(spansOf) }
  if (!first.startsWith('|')) return { kind: 'paragraph', spans: spansOf(joined(lines)) }
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => spansOf(cell.trim())),
  )
  return { kind: 'table', head, rows }
}

/** A line that is no item goes on with the one before. */
function itemsOf(lines: readonly string[]): string[] {
  const items: string[][] = []
  for (const line of lines) {
    if (line.startsWith('- ')) items.push([line.slice(2)])
    else items.at(-1)?.push(line)
  }
  return items.map(joined)
}

/** Lines of one paragraph; Chinese has no spaces between them. */
function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join(' ')
    .replaceAll(/(?<=[\p{Script=Han}，。；：、]) (?=[\p{Script=Han}“（])/gu, '')
}

function spansOf(text: string): GuideSpan[] {
  return text
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/u)
    .filter((part) => part !== '')
    .map((part): GuideSpan => {
      if (part.startsWith('**')) return { kind: 'strong', text: part.slice(2, -2) }
      if (part.startsWith('`')) return { kind: 'code', text: part.slice(1, -1) }
      return { kind: 'text', text: part }
    })
}
