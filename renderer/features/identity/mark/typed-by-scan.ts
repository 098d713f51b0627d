/** What a field said before a reader typed in it. */
export interface FieldBefore {
  readonly field: HTMLElement
  readonly value: string | null
  readonly start: number | null
  readonly end: number | null
  /** The words that were selected in an editor, which the first key replaced. */
  readonly selected: string
}

/** What the field of an event says now; `null` where nothing is typed. */
export function fieldBefore(target: EventTarget | null): FieldBefore | null {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    const { value } = target
    // Fields of some types have no selection, and say so by throwing or by null.
    const { selectionStart: start, selectionEnd: end } = target
    return { field: target, value, start, end, selected: '' }
  }
  const editor = target instanceof HTMLElement ? target.closest<HTMLElement>('[contenteditable]') : null
  if (editor === null) return null
  return { field: editor, value: null, start: null, end: null, selected: String(document.getSelection() ?? '') }
}

/** Takes the signs a reader typed back out of a field: it says what it said before, and the person’s own undo still works. */
export function takeBack(before: FieldBefore, signs: number): void {
  const { field } = before
  if (!field.isConnected) return
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) takeBackFromField(field, before)
  else takeBackFromEditor(field, before, signs)
}

function takeBackFromField(field: HTMLInputElement | HTMLTextAreaElement, before: FieldBefore): void {
  const { value, start, end } = before
  if (value === null || field.value === value) return
  if (start !== null && end !== null && document.activeElement === field && field.selectionStart !== null) {
    field.setSelectionRange(start, field.selectionStart)
    edit('delete')
    if (end > start) edit('insertText', value.slice(start, end))
  }
  // A field that writes otherwise than it is typed in, or that has no selection.
  if (field.value !== value) writeValue(field, value)
  if (start !== null && end !== null) field.setSelectionRange(start, end)
}

function takeBackFromEditor(editor: HTMLElement, before: FieldBefore, signs: number): void {
  const selection = document.getSelection()
  if (selection === null || !editor.contains(selection.anchorNode)) return
  for (let sign = 0; sign < signs; sign += 1) selection.modify('extend', 'backward', 'character')
  edit('delete')
  if (before.selected !== '') edit('insertText', before.selected)
}

/** As a person would: what hears the field hears it, and undo knows it. False where the engine cannot. */
function edit(how: 'delete' | 'insertText', words = ''): boolean {
  return typeof document.execCommand === 'function' && document.execCommand(how, false, words)
}

/** Past the value that React remembers, so that it hears the change. */
function writeValue(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
