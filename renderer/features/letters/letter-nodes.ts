import { Extension, Node } from '@tiptap/react'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { StarterKit } from '@tiptap/starter-kit'
import { letterFieldName, type LetterFieldName } from '#app/features/letters/model.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import { fieldsIn } from './fill-fields.ts'

const fr = lettersText.editor

/** What a field is called: its own words where it is a blank. */
export function fieldLabel({ name, label }: { readonly name: LetterFieldName; readonly label: string }): string {
  return name === 'blank' && label !== '' ? label : lettersText.fields[name]
}

/** A place to fill: shown until it is, never printed. One letter wide for the keyboard. */
const FieldNode = Node.create({
  name: 'field',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  addAttributes() {
    return { name: { default: 'blank' }, label: { default: '' } }
  },
  parseHTML() {
    return [
      {
        tag: 'span[data-letter-field]',
        // What is pasted may say anything: a name of ours or a blank, and short words.
        getAttrs: (element) => {
          const name = letterFieldName.safeParse(element.dataset['letterField'])
          return name.success ? { name: name.data, label: (element.dataset['label'] ?? '').slice(0, 80) } : false
        },
      },
    ]
  },
  renderHTML({ node }) {
    const name = letterFieldName.catch('blank').parse(node.attrs['name'])
    const label = String(node.attrs['label'])
    const shown = fieldLabel({ name, label })
    return [
      'span',
      { 'data-letter-field': name, 'data-label': label, role: 'img', 'aria-label': fr.unfilledField(shown) },
      shown,
    ]
  },
  renderText: () => '',
})

/** The end of a page. */
const PageBreak = Node.create({
  name: 'pageBreak',
  group: 'block',
  atom: true,
  selectable: true,
  parseHTML: () => [{ tag: 'hr[data-page-break]' }],
  renderHTML: () => ['hr', { 'data-page-break': '', 'aria-label': fr.pageBreakShown }],
})

const alignments = ['left', 'center', 'right', 'justify'] as const

/** Alignment of paragraphs and headings: an attribute the style sheet reads, since the page allows no style in an element. */
const Alignment = Extension.create({
  name: 'alignment',
  addGlobalAttributes() {
    return [
      {
        types: ['paragraph', 'heading'],
        attributes: {
          textAlign: {
            default: null,
            parseHTML: (element) => {
              const asked = element.dataset['align'] ?? element.style.textAlign
              return alignments.find((one) => one === asked) ?? null
            },
            renderHTML: ({ textAlign }: { textAlign?: unknown }) =>
              typeof textAlign === 'string' ? { 'data-align': textAlign } : {},
          },
        },
      },
    ]
  },
})

/** Opens the list of fields where « / » is typed at the beginning of a word. */
function slash(onSlash: () => void) {
  return Extension.create({
    name: 'slash',
    addProseMirrorPlugins() {
      return [
        new Plugin({
          key: new PluginKey('slash'),
          props: {
            handleTextInput(view, from, _to, text) {
              if (text !== '/') return false
              const before = view.state.doc.resolve(from).nodeBefore
              const isWord = before?.isText === true && !/\s$/.test(before.text ?? '')
              if (isWord) return false
              onSlash()
              return true
            },
          },
        }),
      ]
    },
  })
}

/** Lists hold paragraphs and lists, and no attribute of a page they were pasted from. */
const Starter = StarterKit.configure({
  heading: { levels: [1, 2, 3] },
  blockquote: false,
  code: false,
  codeBlock: false,
  horizontalRule: false,
  link: false,
  strike: false,
  trailingNode: false,
}).extend({
  addExtensions() {
    const given = this.parent?.() ?? []
    return given.map((extension) => {
      if (extension.name === 'listItem')
        return extension.extend({ content: 'paragraph (paragraph | bulletList | orderedList)*' })
      if (extension.name === 'orderedList') return extension.extend({ addAttributes: () => ({}) })
      // Ctrl+Enter validates the letter.
      if (extension.name === 'hardBreak') {
        return extension.extend({
          addKeyboardShortcuts() {
            return { 'Shift-Enter': () => this.editor.commands.setHardBreak() }
          },
        })
      }
      return extension
    })
  },
})

/** Tab goes to the next field to fill, Maj Tab to the one before; past the last, out of the text as everywhere. */
const FieldKeys = Extension.create({
  name: 'fieldKeys',
  // Before the lists, to which Tab at the beginning of a line is left: it makes a list inside the list.
  priority: 1000,
  addKeyboardShortcuts() {
    const go = (isNext: (position: number) => boolean, order: 1 | -1) => {
      const { empty, $from } = this.editor.state.selection
      if (empty && $from.parentOffset === 0 && this.editor.isActive('listItem')) return false
      const places = fieldsIn(this.editor).filter(({ position }) => isNext(position))
      const place = places.at(order === 1 ? 0 : -1)
      if (place === undefined) return false
      return this.editor.chain().setNodeSelection(place.position).scrollIntoView().run()
    }
    return {
      Tab: () => go((position) => position >= this.editor.state.selection.to, 1),
      'Shift-Tab': () => go((position) => position < this.editor.state.selection.from, -1),
    }
  },
})

/** What a letter may hold: the schema is the filter of whatever is pasted. */
export function letterExtensions(onSlash: () => void) {
  return [Starter, Alignment, FieldNode, FieldKeys, PageBreak, slash(onSlash)]
}
