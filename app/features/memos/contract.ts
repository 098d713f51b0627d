import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { memoFields, memoView } from './model.ts'

const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const

/** Memos of a record: pinned first, then the last written. Of the personal ones, the caller's own only. */
export const listMemos = operation({
  name: 'memos.list',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: ofPatient,
  audit: { none: 'part of a record, whose opening is journaled' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ memos: z.array(memoView) }),
  problems: [],
})

/**
 * Writes a memo (`memoId: null`, `expectedVersion: null`) or changes one. Somebody else's personal one is `not-found`;
 * whether it is personal is decided at its creation and kept after.
 */
export const saveMemo = operation({
  name: 'memos.save',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'memo.save',
  input: z.strictObject({
    patientId: id,
    memoId: id.nullable(),
    expectedVersion: version.nullable(),
    fields: memoFields,
  }),
  output: z.object({ memoId: id, version }),
  problems: ['edit.conflict'],
})

/** Removes a memo; `memos.restore` brings it back. */
export const removeMemo = operation({
  name: 'memos.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'memo.remove',
  input: z.strictObject({ patientId: id, memoId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed memo back. */
export const restoreMemo = operation({
  name: 'memos.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: ofPatient,
  audit: 'memo.restore',
  input: z.strictObject({ patientId: id, memoId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** The operations of `memos`, by the second part of their name. */
export const memosContract = { list: listMemos, save: saveMemo, remove: removeMemo, restore: restoreMemo }
