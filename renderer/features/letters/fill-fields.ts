import type { Editor } from '@tiptap/react'
import {
  letterDocument,
  letterFieldName,
  type LetterDocument,
  type LetterFieldValues,
} from '#app/features/letters/model.ts'
import type { UnfilledField } from '#app/features/letters/rules.ts'

/** A field of the text and where it stands. */
export interface PlacedField extends UnfilledField {
  readonly position: number
}

/** The fields still in the text, in its order. */
export function fieldsIn(editor: Editor): readonly PlacedField[] {
  const found: PlacedField[] = []
  editor.state.doc.descendants((node, position) => {
    if (node.type.name !== 'field') return
    const name = letterFieldName.catch('blank').parse(node.attrs['name'])
    found.push({ name, label: String(node.attrs['label'] ?? ''), position })
  })
  return found
}

/** Puts what is known in place of the fields of the text, in one step that can be undone; answers whether there was any. */
export function fillFields(editor: Editor, values: LetterFieldValues): boolean {
  const { state } = editor
  const { schema, tr } = state
  const hardBreak = schema.nodes['hardBreak']
  for (const { name, position } of fieldsIn(editor).toReversed()) {
    const value = name === 'blank' ? undefined : values[name]
    if (value === undefined || value.trim() === '') continue
    const marks = state.doc.nodeAt(position)?.marks ?? []
    const nodes = value
      .split('\n')
      .flatMap((line, index) => [
        ...(index === 0 || hardBreak === undefined ? [] : [hardBreak.create()]),
        ...(line === '' ? [] : [schema.text(line, marks)]),
      ])
    tr.replaceWith(position, position + 1, nodes)
  }
  if (!tr.docChanged) return false
  editor.view.dispatch(tr)
  return true
}

/** The text as it is kept; `null` when it is nested deeper than a letter may be. */
export function documentIn(editor: Editor): LetterDocument | null {
  const read = letterDocument.safeParse(editor.getJSON())
  return read.success ? read.data : null
}
