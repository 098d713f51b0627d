import DOMPurify from 'dompurify'
import { useLayoutEffect, useRef } from 'react'
import classes from './Reader.module.css'

/** Elements that only say how words stand together. None loads, runs, submits or leads anywhere. */
const elements = [
  'a',
  'abbr',
  'b',
  'blockquote',
  'br',
  'caption',
  'center',
  'code',
  'dd',
  'div',
  'dl',
  'dt',
  'em',
  'font',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'i',
  'li',
  'ol',
  'p',
  'pre',
  's',
  'section',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'u',
  'ul',
]
/** No address, no style, no event: what a cell spans is all that is kept. */
const attributes = ['colspan', 'rowspan']

/**
 * The HTML of a document as words in their order: no script, no style, no image, no link, no form, no address. Parsed
 * apart from the page, so that nothing of it is asked for even before it is made safe.
 */
export default function SafeHtml({ html, words }: { readonly html: string; readonly words: string }) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const safe = DOMPurify.sanitize(html, {
      ALLOWED_TAGS: elements,
      ALLOWED_ATTR: attributes,
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: false,
      RETURN_DOM_FRAGMENT: true,
    })
    // Nothing is left of what was made to mislead a reader: its words, then, as text.
    place.current?.replaceChildren((safe.textContent ?? '').trim() === '' ? words : safe)
  }, [html, words])
  return <div ref={place} className={classes['html']} />
}
