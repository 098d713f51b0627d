declare const written: unique symbol

/** XML that was written here, or is known to be well formed: what may stand inside other XML without being escaped. */
export type Xml = string & { readonly [written]: true }

/** Takes a text that is already XML (a signed assertion, whose every byte counts) for such. The caller knows that it is. */
export function asXml(text: string): Xml {
  return text as Xml
}

/** Control characters and halves of pairs, which no text sent here holds: asking for one is a fault of the caller. */
const unwritable = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** The text as it stands in content or in an attribute. Throws `TypeError` for a character that XML cannot hold. */
export function escapeXml(text: string): Xml {
  if (unwritable.test(text)) throw new TypeError('a character that XML cannot hold')
  return asXml(text.replaceAll(/[&<>"\t\n\r]/g, (character) => escapes[character] ?? character))
}

/** Attributes, in this order; those that are `null` are left out. */
export type XmlAttributes = Readonly<Record<string, string | null>>

/** What stands in an element: a text, escaped here, or elements, of which those that are `null` are left out. */
export type XmlContent = string | readonly (Xml | null)[]

/** An element. `name` and the names of attributes come from a profile, never from outside. */
export function xmlElement(name: string, attributes: XmlAttributes, content: XmlContent): Xml {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === null ? '' : ` ${key}="${escapeXml(value)}"`))
    .join('')
  const inside = typeof content === 'string' ? escapeXml(content) : content.filter((one) => one !== null).join('')
  return asXml(inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`)
}

/** An element that holds a text; `null`, so left out, where there is none. */
export function xmlText(name: string, text: string | null): Xml | null {
  return text === null ? null : xmlElement(name, {}, text)
}
