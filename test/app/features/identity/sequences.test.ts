import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Identity,
  identity as identityShape,
  type IdentityEvent,
  type InsiAnswer,
  type StrictTraits,
  strictTrait,
} from '#app/features/identity/model.ts'
import { applyEvent } from '#app/features/identity/rules/events.ts'
import { mergeIdentities } from '#app/features/identity/rules/merging.ts'
import { statusOf } from '#app/features/identity/rules/proofs.ts'
import { act, answer, born, dominique, happens, house, number } from './identities.ts'

/** What may happen, some of it to a proof that was given before, chosen by its place among them. */
type Draw =
  | { readonly make: () => IdentityEvent }
  | { readonly again: 'withdrawn' | 'restored'; readonly place: number }

const changes: fc.Arbitrary<Partial<StrictTraits>> = fc.constantFrom<Partial<StrictTraits>>(
  {},
  { birthName: 'ADRTROIS' },
  { birthName: 'Adr-Trois' },
  { birthName: 'Autre' },
  { sex: 'M' },
  { sex: 'I' },
  { birthFirstNames: ['Dominique', 'Anne'] },
  { birthFirstNames: ['Dominique-Anne'], firstBirthFirstName: 'Dominique' },
  { birthDate: '1997-00-00' },
  { birthDate: '1997-12-31' },
  { birthPlaceCode: '99999' },
)

const answers: fc.Arbitrary<InsiAnswer> = fc
  .record({
    traits: fc.constantFrom<Partial<InsiAnswer['traits']>>(
      {},
      { birthPlaceCode: null },
      { firstNames: 'DOMINIQUE ANNE' },
      { firstNames: 'DOMINIQUE-ANNE' },
      { sex: 'M' },
      { birthName: 'AUTRE' },
      { birthName: 'ADR TROIS' },
      { birthDate: '1997-12-31' },
      { sex: null },
    ),
    matricule: fc.constantFrom('297022A020778', '2751263220749'),
    tied: fc.boolean(),
  })
  .map(({ traits, matricule, tied }) => {
    const other = matricule === '2751263220749' ? '297022A020778' : '2751263220749'
    return answer(traits, {
      number: number(matricule),
      history: tied ? [{ number: number(other), from: null, to: null }] : [],
    })
  })

const attribute = fc.constantFrom('homonym' as const, 'doubtful' as const, 'fictitious' as const)
const draws: fc.Arbitrary<Draw> = fc.oneof(
  fc
    .tuple(answers, fc.oneof(fc.constant([...strictTrait.options]), fc.subarray([...strictTrait.options])))
    .map(([given, accepted]) => ({ make: () => happens.insi(given, accepted) })),
  answers.map((given) => ({ make: () => happens.app(given) })),
  fc
    .constantFrom('CN' as const, 'PA' as const, 'AV' as const, null)
    .map((kind) => ({ make: () => happens.document(kind) })),
  fc.boolean().map((confirmed) => ({ make: () => happens.verified(confirmed) })),
  fc.constant({ make: () => happens.none() }),
  fc.tuple(changes, fc.boolean()).map(([change, scan]) => ({ make: () => happens.edited(change, scan ? 'CB' : 'SM') })),
  attribute.map((one) => ({ make: () => happens.set(one) })),
  attribute.map((one) => ({ make: () => happens.lifted(one) })),
  fc
    .record({ again: fc.constantFrom('withdrawn' as const, 'restored' as const), place: fc.nat({ max: 40 }) })
    .map((draw): Draw => draw),
)

const sequences = fc.array(draws, { maxLength: 60, size: 'max' })

interface Seen {
  identity: Identity
  readonly ins: Set<string>
  readonly documents: Set<string>
  /** INS proofs that INSi or a doubt has undone: none of them may ever stand again. */
  readonly undone: Set<string>
}

/** Lives a sequence, checking every step; `look` sees each state. */
function live(
  sequence: readonly Draw[],
  look: (seen: Seen, event: IdentityEvent | null) => void = () => undefined,
): Seen {
  const seen: Seen = { identity: deepFreeze(born()), ins: new Set(), documents: new Set(), undone: new Set() }
  const everyProof: string[] = []
  for (const draw of sequence) {
    const event =
      'make' in draw ? draw.make() : happens[draw.again](everyProof[draw.place % Math.max(1, everyProof.length)] ?? '?')
    const outcome = applyEvent(seen.identity, deepFreeze(event), house)
    if (!outcome.ok) continue
    const before = seen.identity
    if (event.kind === 'answer-accepted') seen.ins.add(event.proofId)
    if (event.kind === 'document-checked') seen.documents.add(event.proofId)
    if (event.kind === 'app-vitale-read') {
      seen.ins.add(event.insProofId)
      // An answer put aside brings no document.
      if (outcome.identity.document?.proofId === event.documentProofId) seen.documents.add(event.documentProofId)
    }
    if (
      (event.kind === 'verified' && !event.confirmed) ||
      (event.kind === 'attribute-set' && event.attribute !== 'homonym')
    )
      for (const id of seen.ins) seen.undone.add(id)
    everyProof.splice(0, everyProof.length, ...seen.ins, ...seen.documents)
    seen.identity = deepFreeze(outcome.identity)
    expect(outcome.before).toBe(statusOf(before))
    expect(outcome.after).toBe(statusOf(outcome.identity))
    // Whatever comes or goes is said, with the text it follows.
    const told = new Set(outcome.steps.map(({ proofId }) => proofId))
    for (const id of moved(before, outcome.identity)) expect(told).toContain(id)
    expect(outcome.steps.every(({ rule }) => rule.length > 5)).toBe(true)
    look(seen, event)
  }
  return seen
}

const standingIds = (identity: Identity) =>
  [identity.ins, identity.document].flatMap((proof) => (proof === null ? [] : [proof.proofId]))
const keptIds = (identity: Identity) => [
  ...standingIds(identity),
  ...identity.withdrawn.map(({ proof }) => proof.proofId),
]

function moved(before: Identity, after: Identity): string[] {
  const [was, is] = [standingIds(before), standingIds(after)]
  return [...was.filter((id) => !is.includes(id)), ...is.filter((id) => !was.includes(id))]
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}

const runs = { numRuns: 500 }

describe('no sequence of events, of any length', () => {
  test('reaches « qualifiée » without both proofs', () => {
    let qualified = 0
    fc.assert(
      fc.property(sequences, (sequence) => {
        live(sequence, ({ identity, ins, documents }) => {
          if (statusOf(identity) !== 'qualified') return
          qualified += 1
          expect(ins).toContain(identity.ins?.proofId)
          expect(documents).toContain(identity.document?.proofId)
          const said = identity.ins?.answer.traits
          expect(identity.traits.birthName.toUpperCase()).toBe(said?.birthName)
          expect(identity.traits.birthFirstNames.join(' ').toUpperCase()).toBe(said?.firstNames)
          expect(identity.traits.sex).toBe(said?.sex)
          expect(identity.document?.traits.sex).toBe(said?.sex)
          expect(identity.attributes.filter((one) => one !== 'homonym')).toEqual([])
        })
      }),
      runs,
    )
    // The property would hold of a machine that never qualifies anybody.
    expect(qualified).toBeGreaterThan(150)
  })

  test('loses a proof silently', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        live(sequence, ({ identity, ins, documents }) => {
          expect(keptIds(identity).toSorted()).toEqual([...ins, ...documents].toSorted())
        })
      }),
      runs,
    )
  })

  test('keeps a proof beside a doubtful or fictitious identity, or brings back what INSi or a doubt has undone', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        live(sequence, ({ identity, undone }) => {
          if (identity.attributes.some((one) => one !== 'homonym')) expect(standingIds(identity)).toEqual([])
          expect(undone).not.toContain(identity.ins?.proofId)
        })
      }),
      runs,
    )
  })

  test('makes something that cannot be stored, or a mix of attributes', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        const { identity } = live(sequence)
        expect(identityShape.parse(structuredClone(identity))).toEqual(identity)
        if (identity.attributes.includes('fictitious')) expect(identity.attributes).toEqual(['fictitious'])
      }),
      { numRuns: 150 },
    )
  })
})

describe('no merge', () => {
  const ranks = { provisional: 0, retrieved: 1, validated: 1, qualified: 2 }

  test('loses a proof, raises a status, or makes one of two matricules that nothing ties', () => {
    let merged = 0
    fc.assert(
      fc.property(sequences, sequences, (first, second) => {
        const [kept, other] = [live(first).identity, live(second).identity]
        const outcome = mergeIdentities(kept, other, act())
        if (!outcome.ok) return
        merged += 1
        expect(keptIds(outcome.identity).toSorted()).toEqual([...keptIds(kept), ...keptIds(other)].toSorted())
        const surest = Math.max(ranks[statusOf(kept)], ranks[statusOf(other)])
        expect(ranks[statusOf(outcome.identity)]).toBeLessThanOrEqual(surest)
        const [a, b] = [kept.ins?.answer, other.ins?.answer]
        if (a !== undefined && b !== undefined && a.number.matricule !== b.number.matricule)
          expect([...a.history, ...b.history].length).toBeGreaterThan(0)
        expect(standingIds(outcome.identity)).toEqual(standingIds(outcome.survivor === 'kept' ? kept : other))
      }),
      { numRuns: 250 },
    )
    expect(merged).toBeGreaterThan(50)
  })

  test('is possible with an identity that is doubtful or fictitious', () => {
    for (const attribute of ['doubtful', 'fictitious'] as const) {
      const marked = { ...born(dominique), attributes: [attribute] }
      const refused = { ok: false, refusal: `merge.${attribute}` }
      expect(mergeIdentities(marked, born(), act())).toEqual(refused)
      expect(mergeIdentities(born(), marked, act())).toEqual(refused)
    }
  })
})
