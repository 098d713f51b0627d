import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import { textOfMarkup } from './markup-text.ts'

/** Parts of an e-mail that are read, at most: no one sends a thousand files. */
const mostEnclosures = 200
const deepestParts = 30
const longestText = 2_000_000

/** An e-mail as it is shown. */
export interface ReadEmail {
  readonly from: string
  readonly to: string
  readonly subject: string
  /** As it was written when it is no date. */
  readonly date: string
  readonly text: string
  /** As it came: never shown before it is made safe. */
  readonly html: string | null
  readonly enclosures: readonly { readonly fileName: string; readonly bytes: Uint8Array }[]
}

/**
 * Reads an e-mail. What a hostile one multiplies (parts in parts, headers, enclosures) is bounded; beyond, it throws.
 * Nothing an e-mail points to is asked for.
 */
export async function readEmail(bytes: Uint8Array): Promise<ReadEmail> {
  const email = await PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    maxNestingDepth: deepestParts,
    maxHeadersSize: 512 * 1024,
  })
  if (email.attachments.length > mostEnclosures) throw new Error('too many enclosures')
  return {
    from: email.from === undefined ? '' : sayAddress(email.from),
    to: (email.to ?? []).slice(0, 50).map(sayAddress).join(', '),
    subject: plain(email.subject ?? ''),
    date: plain(email.date ?? ''),
    text: textOf(email),
    html: email.html === undefined ? null : email.html.slice(0, longestText),
    enclosures: email.attachments.map((attachment, index) => ({
      fileName: attachment.filename ?? `piece-jointe-${index + 1}`,
      bytes: contentOf(attachment),
    })),
  }
}

function textOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return text.slice(0, longestText)
  return html === undefined ? '' : textOfMarkup(html, longestText)
}

function sayAddress(address: Address): string {
  const { name } = address
  const place = address.group === undefined ? address.address : ''
  return plain(name === '' ? place : place === '' ? name : `${name} <${place}>`)
}

/** One line, without what hides or turns the writing. */
function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, 500)
}

function contentOf({ content }: Attachment): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content)
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}
