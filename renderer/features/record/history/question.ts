import type { EntryKind, TimelineFilter } from '#app/features/record/model.ts'

/** What « Historique » is asked: words to look for, kinds, and the finer filters. */
export interface HistoryQuestion {
  readonly text: string
  /** `null`: every kind. */
  readonly kinds: readonly EntryKind[] | null
  readonly categoryIds: readonly string[]
  readonly authorNames: readonly string[]
  readonly from: string | null
  readonly to: string | null
}

/** Everything, newest first. */
export const wholeHistory: HistoryQuestion = {
  text: '',
  kinds: null,
  categoryIds: [],
  authorNames: [],
  from: null,
  to: null,
}

/** The quick filters of the toolbar, and what each lets through. */
export const chips = [
  { id: 'all', kinds: null },
  { id: 'consultations', kinds: ['consultation'] },
  { id: 'results', kinds: ['result'] },
  // What is sent and what is received stand together: a letter received is a document.
  { id: 'letters', kinds: ['letter', 'document', 'message'] },
] as const satisfies readonly { readonly id: string; readonly kinds: readonly EntryKind[] | null }[]

/** Whether a chip says exactly which kinds are shown. */
export function isChipOf(chip: (typeof chips)[number], kinds: HistoryQuestion['kinds']): boolean {
  if (chip.kinds === null || kinds === null) return chip.kinds === kinds
  return chip.kinds.length === kinds.length && chip.kinds.every((kind) => kinds.includes(kind))
}

/** How many of the finer filters are set: what the button of the panel says. */
export function filtersSet(question: HistoryQuestion): number {
  const isFine = question.kinds !== null && !chips.some((chip) => isChipOf(chip, question.kinds))
  return [
    isFine,
    question.categoryIds.length > 0,
    question.authorNames.length > 0,
    question.from !== null || question.to !== null,
  ].filter(Boolean).length
}

/** Whether anything but words limits what is shown. */
export function isFiltered(question: HistoryQuestion): boolean {
  return question.kinds !== null || filtersSet(question) > 0
}

/** The filter as the cabinet is asked. A period whose end precedes its start limits nothing: the panel says so. */
export function filterOf(question: HistoryQuestion): TimelineFilter {
  const { kinds, categoryIds, authorNames, from, to } = question
  const isReversed = from !== null && to !== null && from > to
  return {
    ...(kinds === null ? {} : { kinds: [...kinds] }),
    ...(categoryIds.length === 0 ? {} : { categoryIds: [...categoryIds] }),
    ...(authorNames.length === 0 ? {} : { authorNames: [...authorNames] }),
    ...(from === null || isReversed ? {} : { from }),
    ...(to === null || isReversed ? {} : { to }),
  }
}

/** A list with one thing put in or taken out; `null` (everything) when nothing is left. */
export function toggled<T>(list: readonly T[], one: T): readonly T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one]
}
