import { z } from 'zod'
import { operation } from '#app/kernel/operation.ts'
import { id, instantUtc } from '#app/kernel/ids.ts'
import { draftFields, draftPlace, draftView } from './model.ts'

const own = { patients: 'visible' } as const
const anyone = { anyone: 'one’s own drafts' } as const
const mine = { none: 'a draft is not an act: nothing of the record changes' } as const

/** Keeps what is being typed. A draft on a record out of sight is `not-found`. */
export const saveDraft = operation({
  name: 'drafts.save',
  kind: 'command',
  needs: 'active-session',
  permission: anyone,
  scope: { patients: 'every', because: 'the caller’s former draft of the place goes, whatever record it was about' },
  audit: mine,
  input: z.strictObject({
    place: draftPlace,
    fields: draftFields,
    basedOnVersion: z.int().nullable(),
  }),
  output: z.object({ savedAt: instantUtc }),
  problems: [],
})

/** The caller's draft for one place, or `null`. */
export const getDraft = operation({
  name: 'drafts.get',
  kind: 'query',
  needs: 'active-session',
  permission: anyone,
  scope: own,
  audit: mine,
  input: z.strictObject({ place: draftPlace }),
  output: z.object({ draft: draftView.nullable() }),
  problems: [],
})

/** Where the caller has drafts waiting. */
export const listDrafts = operation({
  name: 'drafts.list',
  kind: 'query',
  needs: 'active-session',
  permission: anyone,
  scope: own,
  audit: mine,
  input: z.strictObject({}),
  output: z.object({
    drafts: z.array(
      z.object({
        place: draftPlace,
        savedAt: instantUtc,
        subjectId: id.nullable(),
        /** Whose record the text is about; `null` for a place of no patient. */
        patientId: id.nullable(),
      }),
    ),
  }),
  problems: [],
})

/** Drops a draft, after its text was saved as an act or given up. */
export const discardDraft = operation({
  name: 'drafts.discard',
  kind: 'command',
  needs: 'active-session',
  permission: anyone,
  scope: own,
  audit: mine,
  input: z.strictObject({ place: draftPlace }),
  output: z.object({ discarded: z.literal(true) }),
  problems: [],
})

/** The operations of `drafts`, by the second part of their name. */
export const draftsContract = { save: saveDraft, get: getDraft, list: listDrafts, discard: discardDraft }
