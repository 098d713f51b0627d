import type { DraftPlace } from '#app/features/drafts/model.ts'
import type { EntryKind, Highlight, KindCount, Snippet, TimelineEntry } from '#app/features/record/model.ts'
import type { EditorForm } from '#renderer/features/forms/index.ts'
import { type HistoryQuestion, isFiltered } from './question.ts'

/** One of the caller's own drafts on this record: not an entry, and nobody else sees it. */
export interface DraftRow {
  readonly kind: 'draft'
  readonly key: string
  readonly form: EditorForm
  readonly subjectId: string | null
  readonly savedAt: string
}

/** One line of the timeline, with what was found in it while words are looked for. */
export interface EntryRow {
  readonly kind: 'entry'
  readonly key: string
  readonly entry: TimelineEntry
  readonly titleHighlights: readonly Highlight[]
  readonly snippet: Snippet | null
}

/** One line of « Historique ». */
export type HistoryRow = DraftRow | EntryRow

/** Lines asked at once: what a window of 1080 px shows, and a little more. */
export const pageSize = 60

/** A page of the timeline, as it was answered. */
export interface HistoryPage {
  readonly rows: readonly EntryRow[]
  readonly total: number
  readonly counts: readonly KindCount[]
}

/** What « Historique » shows at one moment. */
export interface HistoryView {
  /** The question whose lines these are. */
  readonly key: string
  /** Lines one may scroll through, drafts included. */
  readonly length: number
  /** Entries that answer the question. */
  readonly total: number
  readonly counts: readonly KindCount[]
  /** Nothing while the line is not loaded: its room is kept. */
  readonly rowAt: (index: number) => HistoryRow | undefined
}

/** A view of drafts, then of pages, of which only some are loaded. */
export function viewOf(
  key: string,
  drafts: readonly DraftRow[],
  pages: ReadonlyMap<number, HistoryPage>,
): HistoryView | null {
  const [some] = pages.values()
  if (some === undefined) return null
  return {
    key,
    total: some.total,
    length: drafts.length + some.total,
    counts: some.counts,
    rowAt: (index) => {
      if (index < drafts.length) return drafts[index]
      const at = index - drafts.length
      return pages.get(Math.floor(at / pageSize))?.rows[at % pageSize]
    },
  }
}

/** The key of an entry's line. */
export const entryKey = (entryId: string): string => `entry ${entryId}`

const forms: readonly string[] = ['note', 'letter', 'prescription'] satisfies readonly EditorForm[]
const formKinds: Readonly<Record<EditorForm, EntryKind>> = {
  note: 'consultation',
  letter: 'letter',
  prescription: 'prescription',
}

/** What a form becomes once it is an entry. */
export const kindOfForm = (form: EditorForm): EntryKind => formKinds[form]

/** A draft as the cabinet lists it. `patientId`: whose record it is in, where the cabinet knows it. */
export interface ListedDraft {
  readonly place: DraftPlace
  readonly savedAt: string
  readonly patientId?: string | null
}

/** The drafts of one record that an editor resumes, newest first, of the kinds that are shown. */
export function draftRows(
  drafts: readonly ListedDraft[],
  patientId: string,
  question: HistoryQuestion,
): readonly DraftRow[] {
  // Words are looked for in what was signed or filed; a finer filter asks for what a draft does not have yet.
  if (question.text.trim() !== '' || isFiltered({ ...question, kinds: null })) return []
  return drafts
    .filter(
      ({ place, patientId: owner }) =>
        forms.includes(place.form) && (place.subjectId === patientId || owner === patientId),
    )
    .map(({ place, savedAt }): DraftRow => {
      const form = place.form as EditorForm
      const subjectId = place.subjectId === patientId ? null : place.subjectId
      return { kind: 'draft', key: `draft ${form} ${subjectId ?? ''}`, form, subjectId, savedAt }
    })
    .filter(({ form }) => question.kinds === null || question.kinds.includes(kindOfForm(form)))
    .toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
}

/** How much of a line is shown before the first word found, in characters: the column is narrow, and the word is what counts. */
const lead = 16

/** A snippet that begins near the first of the words found, so that a narrow column shows it. */
export function fromFirstFound({ text, highlights }: Snippet): Snippet {
  const [first] = highlights
  if (first === undefined || first[0] <= lead) return { text, highlights }
  const space = text.indexOf(' ', first[0] - lead)
  const start = space === -1 || space >= first[0] ? first[0] : space + 1
  const cut = '… '
  const moved = cut.length - start
  return {
    text: `${cut}${text.slice(start)}`,
    highlights: highlights.map(([from, to]): Highlight => [from + moved, to + moved]),
  }
}
