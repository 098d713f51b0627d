import type { SheetBlock, TextAlign, TextRun } from '#app/features/printing/model.ts'
import {
  type LetterBlock,
  type LetterDocument,
  letterFieldName,
  type LetterFieldName,
  type LetterFieldValues,
  type LetterInline,
  type LetterList,
  type LetterListItem,
} from './model.ts'

/** A field left in a letter: what it stands for, and the words of its own where it is a blank. */
export interface UnfilledField {
  readonly name: LetterFieldName
  readonly label: string
}

/**
 * Puts what is known in the place of fields, as ordinary words that may then be changed; what is not known stays a field.
 * A value of several lines keeps them.
 */
export function mergeFields(document: LetterDocument, values: LetterFieldValues): LetterDocument {
  return withLines(document, (line) => line.flatMap((node) => merged(node, values)))
}

function merged(node: LetterInline, values: LetterFieldValues): LetterInline[] {
  if (node.type !== 'field' || node.attrs.name === 'blank') return [node]
  const value = values[node.attrs.name]
  if (value === undefined || value.trim() === '') return [node]
  const marks = node.marks === undefined ? {} : { marks: node.marks }
  return value
    .split('\n')
    .flatMap((text, index) => [
      ...(index === 0 ? [] : [{ type: 'hardBreak' as const }]),
      ...(text === '' ? [] : [{ type: 'text' as const, text, ...marks }]),
    ])
}

/** The fields still to fill, in the order of the text, each place once. */
export function unfilledFields(document: LetterDocument): readonly UnfilledField[] {
  const found: UnfilledField[] = []
  withLines(document, (line) => {
    for (const node of line) if (node.type === 'field') found.push(node.attrs)
    return line
  })
  return found
}

/**
 * The letter without the fields nobody filled. A line that held nothing else goes with them, and the space a field leaves
 * behind before a comma or a full stop too.
 */
export function withoutFields(document: LetterDocument): LetterDocument {
  const content = document.content.flatMap(cleanBlock)
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] }
}

function cleanBlock(block: LetterBlock): LetterBlock[] {
  if (block.type === 'pageBreak') return [block]
  if (block.type === 'paragraph' || block.type === 'heading') {
    const line = cleanLine(block.content ?? [])
    return line === null ? [] : [{ ...block, content: line }]
  }
  const list = cleanList(block)
  return list === null ? [] : [list]
}

function cleanList(list: LetterList): LetterList | null {
  const content = list.content.flatMap((item): LetterListItem[] => {
    const inside = item.content.flatMap((part): LetterListItem['content'] => {
      if (part.type !== 'paragraph') {
        const inner = cleanList(part)
        return inner === null ? [] : [inner]
      }
      const line = cleanLine(part.content ?? [])
      return line === null ? [] : [{ ...part, content: line }]
    })
    return inside.length === 0 ? [] : [{ type: 'listItem', content: inside }]
  })
  return content.length === 0 ? null : { ...list, content }
}

/** `null` when nothing but fields and spaces stood there. A line that was empty stays: somebody left it so. */
function cleanLine(line: readonly LetterInline[]): LetterInline[] | null {
  if (!line.some(({ type }) => type === 'field')) return [...line]
  const kept: LetterInline[] = []
  let afterField = false
  for (const node of line) {
    if (node.type === 'field') {
      afterField = true
      continue
    }
    const before = kept.at(-1)
    if (afterField && node.type === 'text' && before?.type === 'text' && before.text.endsWith(' ')) {
      const text = node.text.replace(/^ +/, '')
      // « né le , à » becomes « né le, à »; two spaces become one.
      if (/^[,.;)]/.test(text)) kept[kept.length - 1] = { ...before, text: before.text.trimEnd() }
      if (text !== '') kept.push({ ...node, text })
    } else {
      kept.push(node)
    }
    afterField = false
  }
  const nothing = kept.every((node) => node.type !== 'text' || node.text.trim() === '' || node.text.trim() === ':')
  return nothing ? null : kept.filter((node) => node.type !== 'text' || node.text !== '')
}

function withLines(document: LetterDocument, change: (line: LetterInline[]) => LetterInline[]): LetterDocument {
  const inList = (list: LetterList): LetterList => ({
    ...list,
    content: list.content.map((item) => ({
      ...item,
      content: item.content.map((part) => (part.type === 'paragraph' ? inLine(part) : inList(part))),
    })),
  })
  const inLine = <B extends { content?: LetterInline[] | undefined }>(block: B): B =>
    block.content === undefined ? block : { ...block, content: change(block.content) }
  return {
    ...document,
    content: document.content.map((block) => {
      if (block.type === 'pageBreak') return block
      return block.type === 'paragraph' || block.type === 'heading' ? inLine(block) : inList(block)
    }),
  }
}

/** The words in plain lines, for the search, the difference and what is copied; `sayField` words what is not filled. */
export function plainText(document: LetterDocument, sayField: (field: UnfilledField) => string): string {
  const line = (content: readonly LetterInline[] | undefined) =>
    (content ?? [])
      .map((node) => (node.type === 'text' ? node.text : node.type === 'hardBreak' ? '\n' : sayField(node.attrs)))
      .join('')
  const inList = (list: LetterList, depth: number): string[] =>
    list.content.flatMap((item, index) =>
      item.content.flatMap((part, place) => {
        if (part.type !== 'paragraph') return inList(part, depth + 1)
        const sign = list.type === 'orderedList' ? `${index + 1}.` : '-'
        return [`${'  '.repeat(depth)}${place === 0 ? sign : ' '} ${line(part.content)}`]
      }),
    )
  return document.content
    .flatMap((block) => {
      if (block.type === 'pageBreak') return ['']
      return block.type === 'paragraph' || block.type === 'heading' ? [line(block.content)] : inList(block, 0)
    })
    .join('\n')
    .trim()
}

/** The letter as blocks of a page. A field is never printed: see {@link unfilledFields}. */
export function blocksOf(document: LetterDocument): SheetBlock[] {
  return document.content.map((block): SheetBlock => {
    switch (block.type) {
      case 'pageBreak':
        return { kind: 'page-break' }
      case 'paragraph':
        return { kind: 'paragraph', runs: runsOf(block.content), ...alignOf(block.attrs?.textAlign) }
      case 'heading': {
        const { level, textAlign } = block.attrs
        return { kind: 'heading', level, runs: runsOf(block.content), ...alignOf(textAlign) }
      }
      case 'bulletList':
      case 'orderedList':
        return { kind: 'list', ordered: block.type === 'orderedList', items: itemsOf(block, 0) }
    }
  })
}

function itemsOf(list: LetterList, level: number): { level: number; runs: TextRun[] }[] {
  return list.content.flatMap(({ content }) => {
    // Paragraphs of one item are one item of the page, on lines of their own.
    const items: { level: number; runs: TextRun[] }[] = []
    for (const part of content) {
      const own = items.at(-1)
      if (part.type !== 'paragraph') items.push(...itemsOf(part, level + 1))
      else if (own?.level === level) own.runs.push({ text: '\n' }, ...runsOf(part.content))
      else items.push({ level, runs: runsOf(part.content) })
    }
    return items
  })
}

function runsOf(content: readonly LetterInline[] | undefined): TextRun[] {
  return (content ?? []).flatMap((node): TextRun[] => {
    if (node.type === 'field') return []
    const marks = new Set((node.marks ?? []).map(({ type }) => type))
    return [
      {
        text: node.type === 'text' ? node.text : '\n',
        ...(marks.has('bold') ? { bold: true } : {}),
        ...(marks.has('italic') ? { italic: true } : {}),
        ...(marks.has('underline') ? { underline: true } : {}),
      },
    ]
  })
}

function alignOf(align: TextAlign | null | undefined): { align?: TextAlign } {
  return align === null || align === undefined ? {} : { align }
}

/**
 * Reads the words of a template as we write them: a line is a paragraph, `# ` begins a heading, `- ` an item of a list,
 * `{patient.name}` is a field, `[durée]` a blank to fill, `**gras**` bold; an empty line is left empty on the page.
 */
export function documentOf(written: string): LetterDocument {
  const content: LetterBlock[] = []
  for (const line of written.split('\n')) {
    if (line.startsWith('- ')) {
      const item: LetterListItem = { type: 'listItem', content: [paragraphOf(line.slice(2))] }
      const before = content.at(-1)
      if (before?.type === 'bulletList') before.content.push(item)
      else content.push({ type: 'bulletList', content: [item] })
    } else if (line.startsWith('# ')) {
      content.push({ type: 'heading', attrs: { level: 2 }, content: inlineOf(line.slice(2)) })
    } else {
      content.push(paragraphOf(line))
    }
  }
  return { type: 'doc', content }
}

function paragraphOf(line: string): Extract<LetterBlock, { type: 'paragraph' }> {
  const content = inlineOf(line)
  return content.length === 0 ? { type: 'paragraph' } : { type: 'paragraph', content }
}

function inlineOf(line: string): LetterInline[] {
  return line.split(/(\{[a-z.-]+\}|\[[^\]]+\]|\*\*[^*]+\*\*)/).flatMap((part): LetterInline[] => {
    if (part === '') return []
    if (part.startsWith('**')) return [{ type: 'text', text: part.slice(2, -2), marks: [{ type: 'bold' }] }]
    if (part.startsWith('[')) return [{ type: 'field', attrs: { name: 'blank', label: part.slice(1, -1) } }]
    if (!part.startsWith('{')) return [{ type: 'text', text: part }]
    const name = letterFieldName.safeParse(part.slice(1, -1))
    return [name.success ? { type: 'field', attrs: { name: name.data, label: '' } } : { type: 'text', text: part }]
  })
}

/** « HM » of « Dr Hélène MARCHAND »: a title is not part of a name. */
export function initialsOf(displayName: string): string {
  return displayName
    .split(/[\s-]+/)
    .filter((word) => word !== '' && !/^(?:Dr|Pr|M\.|Mme)$/.test(word))
    .map((word) => Array.from(word)[0]?.toLocaleUpperCase('fr') ?? '')
    .join('')
}
