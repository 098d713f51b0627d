import { useCallback, useEffect, useRef, useState } from 'react'
import { completePhrase } from '#app/features/notes/contract.ts'
import { longestPhrase, type NoteItemKind, type SectionDefinition } from '#app/features/notes/model.ts'
import { phraseKey } from '#app/features/notes/phrases.ts'
import { lineBefore, lookedForAt, sectionsBeginning, sentenceBefore } from '#app/features/notes/rules.ts'
import { useCabinet } from '#renderer/client/index.ts'
import { type ReadEntry, readLine } from './entries.ts'

/** One thing proposed under the line: never more than one at a time. */
export type Suggestion =
  | { readonly kind: 'section'; readonly section: SectionDefinition; readonly from: number; readonly to: number }
  | { readonly kind: 'entry'; readonly entry: ReadEntry }
  | { readonly kind: 'phrase'; readonly phrase: string; readonly from: number; readonly to: number }

/** Where the caret is. */
export interface Caret {
  readonly sectionId: string
  readonly text: string
  readonly at: number
}

/** How long after the last key the glossary is asked, in ms. */
const glossaryDelayMs = 120

/** What would be proposed without asking the cabinet: a section looked for by « # », then what the line says. */
export function proposedAt(
  { text, at }: Pick<Caret, 'text' | 'at'>,
  sections: readonly SectionDefinition[],
  opens: NoteItemKind | null,
  isThere: (entry: ReadEntry) => boolean,
): Suggestion | null {
  const lookedFor = lookedForAt(text, at)
  if (lookedFor !== null) {
    const [section] = sectionsBeginning(lookedFor.letters, sections)
    return section === undefined ? null : { kind: 'section', section, from: lookedFor.from, to: at }
  }
  const sentence = sentenceBefore(text, at).begun
  const { line } = lineBefore(text, at)
  const entry = readLine(sentence, opens) ?? (line === sentence ? null : readLine(line, opens))
  return entry === null || isThere(entry) ? null : { kind: 'entry', entry }
}

function goesOn(phrase: string, begun: string): boolean {
  const [whole, part] = [phraseKey(phrase), phraseKey(begun)]
  return whole.startsWith(part) && whole !== part
}

/** What a suggestion is known by, so that it is not proposed again once dismissed. */
function keyOf(sectionId: string, suggestion: Suggestion): string {
  if (suggestion.kind === 'entry') return `${sectionId} ${suggestion.entry.kind} ${suggestion.entry.words}`
  if (suggestion.kind === 'phrase') return `${sectionId} ${suggestion.from} ${suggestion.phrase}`
  return `${sectionId} ${suggestion.from} #`
}

/** The one suggestion for where the caret is; `dismiss` puts it away for good. */
export function useSuggestion(
  caret: Caret | null,
  propose: (caret: Caret) => Suggestion | null,
): { readonly suggestion: Suggestion | null; readonly dismiss: () => void } {
  const { call } = useCabinet()
  const dismissed = useRef(new Set<string>())
  const [phrase, setPhrase] = useState<(Suggestion & { kind: 'phrase' }) | null>(null)
  const [, setCount] = useState(0)
  const read = caret === null ? null : propose(caret)
  const sectionId = caret?.sectionId ?? ''
  const isShown = (one: Suggestion | null) => one !== null && !dismissed.current.has(keyOf(sectionId, one))

  const { text = '', at = 0 } = caret ?? {}
  const isAtEnd = caret !== null && /^(?:$|\n)/u.test(text.slice(at))
  const { begun, from } = sentenceBefore(text, at)
  const asks = isAtEnd && read === null && begun.trim().length >= 3 && begun.length <= longestPhrase
  useEffect(() => {
    // What is proposed stays while what is typed goes on as it does: a line that blinks at each key is not read.
    setPhrase((present) =>
      asks && present?.from === from && goesOn(present.phrase, begun) ? { ...present, to: at } : null,
    )
    if (!asks) return
    let wanted = true
    const ask = async () => {
      const reply = await call(completePhrase, { begun })
      const [found] = reply.ok ? reply.value.phrases : []
      if (found !== undefined && wanted) setPhrase({ kind: 'phrase', phrase: found, from, to: at })
    }
    const timer = setTimeout(() => void ask(), glossaryDelayMs)
    return () => {
      clearTimeout(timer)
      wanted = false
    }
  }, [call, asks, begun, from, at, sectionId])

  const suggestion = isShown(read) ? read : read === null && isShown(phrase) ? phrase : null
  const latest = useRef(suggestion)
  latest.current = suggestion
  const dismiss = useCallback(() => {
    if (latest.current === null) return
    dismissed.current.add(keyOf(sectionId, latest.current))
    setCount((count) => count + 1)
  }, [sectionId])
  return { suggestion, dismiss }
}
