import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { authorityFile, authorityView, revocationFile, revocationListView } from './model.ts'

const nobody = { patients: 'none', because: 'authorities of cards only' } as const
const trust = { permission: 'cabinet.configure', scope: nobody, needs: 'active-session' } as const

/** The authorities whose cards are accepted. */
export const listAuthorities = operation({
  ...trust,
  name: 'cards.authorities',
  kind: 'query',
  audit: { none: 'public certificates' },
  input: z.strictObject({}),
  output: z.object({ authorities: z.array(authorityView), canAdd: z.boolean() }),
  problems: [],
})

/** Adds authorities from a file the ANS publishes: one certificate in DER, or some in PEM. All or none. */
export const addAuthorities = operation({
  ...trust,
  name: 'cards.addAuthorities',
  kind: 'command',
  audit: 'card.add-authority',
  input: z.strictObject({ file: authorityFile }),
  output: z.object({ authorities: z.array(authorityView), added: z.int() }),
  problems: ['card.authority-refused'],
})

/** Removes an authority, with its revocation list: its cards are no longer accepted. */
export const removeAuthority = operation({
  ...trust,
  name: 'cards.removeAuthority',
  kind: 'command',
  audit: 'card.remove-authority',
  input: z.strictObject({ authorityId: id }),
  output: z.object({ authorities: z.array(authorityView) }),
  problems: ['card.authority-in-use'],
})

/** The revocation lists, one an authority that has one here. */
export const listRevocations = operation({
  ...trust,
  name: 'cards.revocations',
  kind: 'query',
  audit: { none: 'public lists' },
  input: z.strictObject({}),
  output: z.object({ lists: z.array(revocationListView) }),
  problems: [],
})

/** Puts a revocation list in the place of the former one of its authority, once its signature is verified. */
export const addRevocations = operation({
  ...trust,
  name: 'cards.addRevocations',
  kind: 'command',
  audit: 'card.add-revocations',
  input: z.strictObject({ file: revocationFile }),
  output: z.object({ lists: z.array(revocationListView) }),
  problems: ['card.revocations-refused'],
})

/**
 * Asks the authorities of the cabinet's cards for their lists, at the addresses their own certificates name. Those that
 * did not come leave the former ones in place.
 */
export const refreshRevocations = operation({
  ...trust,
  name: 'cards.refreshRevocations',
  kind: 'command',
  audit: 'card.add-revocations',
  input: z.strictObject({}),
  output: z.object({ lists: z.array(revocationListView), fetched: z.int(), failed: z.int() }),
  problems: ['card.revocations-unreachable'],
})
