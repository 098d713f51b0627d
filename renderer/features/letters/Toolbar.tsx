import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconBracketsContain,
  IconHeading,
  IconItalic,
  IconList,
  IconListNumbers,
  IconPageBreak,
  IconUnderline,
} from '@tabler/icons-react'
import { type Editor, useEditorState } from '@tiptap/react'
import { lettersText } from '#app/text/fr/letters.ts'
import { Button, type Icon, IconButton } from '#ui/index.ts'
import classes from './Letters.module.css'

const fr = lettersText.editor

interface Tool {
  readonly id: string
  readonly label: string
  readonly icon: Icon
  readonly isOn?: (editor: Editor) => boolean
  readonly can?: (editor: Editor) => boolean
  readonly run: (editor: Editor) => void
}

const aligned = (id: string, label: string, icon: Icon): Tool => ({
  id,
  label,
  icon,
  isOn: (editor) => editor.isActive({ textAlign: id }) || (id === 'left' && isUnaligned(editor)),
  run: (editor) => {
    const value = id === 'left' ? null : id
    editor
      .chain()
      .focus()
      .updateAttributes('paragraph', { textAlign: value })
      .updateAttributes('heading', { textAlign: value })
      .run()
  },
})

const groups: readonly (readonly Tool[])[] = [
  [
    {
      id: 'undo',
      label: fr.undo,
      icon: IconArrowBackUp,
      can: (editor) => editor.can().undo(),
      run: (editor) => editor.chain().focus().undo().run(),
    },
    {
      id: 'redo',
      label: fr.redo,
      icon: IconArrowForwardUp,
      can: (editor) => editor.can().redo(),
      run: (editor) => editor.chain().focus().redo().run(),
    },
  ],
  [
    {
      id: 'bold',
      label: fr.bold,
      icon: IconBold,
      isOn: (editor) => editor.isActive('bold'),
      run: (editor) => editor.chain().focus().toggleBold().run(),
    },
    {
      id: 'italic',
      label: fr.italic,
      icon: IconItalic,
      isOn: (editor) => editor.isActive('italic'),
      run: (editor) => editor.chain().focus().toggleItalic().run(),
    },
    {
      id: 'underline',
      label: fr.underline,
      icon: IconUnderline,
      isOn: (editor) => editor.isActive('underline'),
      run: (editor) => editor.chain().focus().toggleUnderline().run(),
    },
    {
      id: 'heading',
      label: fr.heading,
      icon: IconHeading,
      isOn: (editor) => editor.isActive('heading'),
      run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
    },
  ],
  [
    {
      id: 'bullets',
      label: fr.bullets,
      icon: IconList,
      isOn: (editor) => editor.isActive('bulletList'),
      run: (editor) => editor.chain().focus().toggleBulletList().run(),
    },
    {
      id: 'numbers',
      label: fr.numbers,
      icon: IconListNumbers,
      isOn: (editor) => editor.isActive('orderedList'),
      run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    },
  ],
  [
    aligned('left', fr.alignLeft, IconAlignLeft),
    aligned('center', fr.alignCenter, IconAlignCenter),
    aligned('right', fr.alignRight, IconAlignRight),
    aligned('justify', fr.justify, IconAlignJustified),
  ],
  [
    {
      id: 'pageBreak',
      label: fr.pageBreak,
      icon: IconPageBreak,
      run: (editor) => editor.chain().focus().insertContent({ type: 'pageBreak' }).run(),
    },
  ],
]

const tools = groups.flat()

/** What changes the look of the text, and the list of fields. */
export function Toolbar(props: {
  readonly editor: Editor
  readonly inserting: boolean
  readonly onInsert: () => void
}) {
  const { editor } = props
  const states = useEditorState({
    editor,
    selector: ({ editor: now }) =>
      Object.fromEntries(tools.map(({ id, isOn, can }) => [id, { on: isOn?.(now), can: can?.(now) ?? true }])),
  })
  return (
    <div className={classes['toolbar']} role="toolbar" aria-label={fr.tools}>
      {groups.map((group) => (
        <div key={group[0]?.id ?? ''} className={classes['tools']}>
          {group.map(({ id, label, icon, run }) => (
            <IconButton
              key={id}
              size="small"
              icon={icon}
              label={label}
              pressed={states[id]?.on}
              disabled={states[id]?.can === false}
              onClick={() => run(editor)}
            />
          ))}
        </div>
      ))}
      <Button
        size="small"
        icon={IconBracketsContain}
        expanded={props.inserting}
        hasPopup="listbox"
        onClick={props.onInsert}
      >
        {fr.insert}
      </Button>
    </div>
  )
}

function isUnaligned(editor: Editor): boolean {
  return !['center', 'right', 'justify'].some((textAlign) => editor.isActive({ textAlign }))
}
