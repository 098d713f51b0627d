import { type Editor, EditorContent, type JSONContent, useEditor } from '@tiptap/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LetterDocument } from '#app/features/letters/model.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import { type FieldChoice, FieldMenu } from './FieldMenu.tsx'
import { letterExtensions } from './letter-nodes.ts'
import classes from './Letters.module.css'
import { Toolbar } from './Toolbar.tsx'

const fr = lettersText.editor

/** What can be asked of the text of a letter. */
export interface LetterWordsProps {
  /** What it opens with; changed afterwards through the editor alone. */
  readonly document: LetterDocument
  readonly readOnly?: boolean | undefined
  readonly autoFocus?: boolean | undefined
  readonly onChange: (editor: Editor) => void
  /** Once, when it can be asked things. */
  readonly onReady: (editor: Editor) => void
  /** What a field stands for now, put in its place at once. */
  readonly onInserted?: ((editor: Editor) => void) | undefined
}

/** The text of a letter or of a template: toolbar, page, and the fields to insert with « / » or the button. */
export default function LetterWords(props: LetterWordsProps) {
  const [menu, setMenu] = useState<'closed' | 'toolbar' | { readonly left: number; readonly top: number }>('closed')
  const page = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const open = useRef<() => void>(() => undefined)
  const [extensions] = useState(() => letterExtensions(() => open.current()))
  const [start] = useState(() => props.document as JSONContent)
  const editor = useEditor({
    extensions,
    content: start,
    editable: props.readOnly !== true,
    autofocus: props.autoFocus === true ? 'end' : false,
    // Its styles are in our own sheet: the page refuses those of an element.
    injectCSS: false,
    enableContentCheck: false,
    editorProps: {
      attributes: {
        class: classes['words'] ?? '',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': fr.words,
        lang: 'fr',
      },
    },
    onUpdate: ({ editor: now }) => latest.current.onChange(now),
    onCreate: ({ editor: now }) => latest.current.onReady(now),
  })
  useEffect(() => {
    open.current = () => setMenu(placeOf(editor, page.current))
  }, [editor])
  useEffect(() => {
    if (editor.isEditable === (props.readOnly === true)) editor.setEditable(props.readOnly !== true, false)
  }, [editor, props.readOnly])
  const close = useCallback(() => {
    setMenu('closed')
    editor.commands.focus()
  }, [editor])
  const choose = ({ name, label }: FieldChoice) => {
    setMenu('closed')
    editor.chain().focus().insertContent({ type: 'field', attrs: { name, label } }).run()
    latest.current.onInserted?.(editor)
  }
  return (
    <div className={classes['writing']}>
      {props.readOnly === true ? null : (
        <Toolbar editor={editor} inserting={menu !== 'closed'} onInsert={() => setMenu('toolbar')} />
      )}
      <div ref={page} className={classes['page']}>
        <EditorContent editor={editor} />
        {menu === 'closed' ? null : (
          <FieldMenu at={menu === 'toolbar' ? null : menu} onChoose={choose} onClose={close} />
        )}
      </div>
    </div>
  )
}

/** The list of fields at its tallest, in pixels. */
const menuHeight = 264
/** The actions and the status bar under the text. */
const footHeight = 90

/** Under the caret in the page that holds the text, or above it where there is no room under: always in sight. */
function placeOf(editor: Editor, page: HTMLElement | null): { readonly left: number; readonly top: number } {
  editor.commands.scrollIntoView()
  const caret = editor.view.coordsAtPos(editor.state.selection.from)
  const box = page?.getBoundingClientRect()
  if (page === null || box === undefined) return { left: 0, top: 0 }
  const lowest = window.innerHeight - footHeight - menuHeight
  const under = caret.bottom + 4
  const top = under <= lowest ? under : Math.min(caret.top - 4 - menuHeight, lowest)
  return {
    left: Math.max(0, Math.min(caret.left - box.left, box.width - 320)),
    top: Math.max(0, top - box.top + page.scrollTop),
  }
}
