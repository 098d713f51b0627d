import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { type IdentityView, type InsiAnswer, strictTrait, type StrictTraits } from '#app/features/identity/model.ts'
import { statusOf } from '#app/features/identity/rules/proofs.ts'
import type { InsAttribute } from '#app/features/patients/model.ts'
import { queriesOn } from '#core/db/connection.ts'
import { findIdentity } from '#core/features/identity/index.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import { answerWaits, sameAnswer } from '#test/world/identities.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'

const { identity, patients } = contract

/** What somebody does at a seat, on what they see. */
type Act =
  | {
      readonly do: 'ask'
      readonly answer: Partial<InsiAnswer['traits']>
      readonly accepts: boolean
      readonly card: boolean
    }
  | { readonly do: 'check' }
  | { readonly do: 'type'; readonly change: Partial<StrictTraits> }
  | { readonly do: 'mark'; readonly attribute: InsAttribute; readonly set: boolean }
  | { readonly do: 'reverse'; readonly place: number; readonly to: 'standing' | 'withdrawn' }

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      answer: fc.constantFrom<Partial<InsiAnswer['traits']>>({}, {}, { birthName: 'AUTRE' }, { firstNames: 'MARIE' }),
      accepts: fc.boolean(),
      card: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'check' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      change: fc.constantFrom<Partial<StrictTraits>>(
        {},
        { birthName: 'Dürand' },
        { birthName: 'Autre' },
        { sex: 'M' },
        { birthDate: '1977-07-15' },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('mark' as const),
      attribute: fc.constantFrom<InsAttribute>('homonym', 'doubtful'),
      set: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('reverse' as const),
      place: fc.nat({ max: 30 }),
      to: fc.constantFrom('standing' as const, 'withdrawn' as const),
    }),
  },
)

async function perform(world: World, seat: WorldSeat, before: IdentityView, act: Act): Promise<void> {
  const { patientId, version: expectedVersion } = before
  const record = { patientId, expectedVersion }
  const document = { documentKind: 'CN', companionKind: null } as const
  switch (act.do) {
    case 'ask': {
      const exchangeId = await answerWaits(world, patientId, (traits) => {
        const same = sameAnswer(traits)
        return { ...same, traits: { ...same.traits, ...act.answer } }
      })
      const accepted = act.accepts ? [...strictTrait.options] : []
      await seat.call(identity.decide, { ...record, exchangeId, accepted, document: act.card ? document : null })
      return
    }
    case 'check':
      await seat.call(identity.checkDocument, { ...record, ...document })
      return
    case 'type': {
      const { fields } = (await seat.must(patients.read, { patientId })).record
      await seat.must(patients.update, { ...record, fields: { ...fields, ...act.change }, tagIds: [] })
      return
    }
    case 'mark':
      await seat.call(identity.mark, { ...record, attribute: act.attribute, set: act.set, note: '' })
      return
    case 'reverse': {
      const proofs = [...standing(before), ...before.history.map(({ proofId }) => proofId)]
      const proofId = proofs[act.place % Math.max(1, proofs.length)]
      if (proofId !== undefined) await seat.call(identity.reverse, { ...record, proofId, to: act.to, note: '' })
      return
    }
    default:
      return act satisfies never
  }
}

function standing({ identity: held }: IdentityView): string[] {
  return [held.ins, held.document].flatMap((proof) => (proof === null ? [] : [proof.proofId]))
}

test('no sequence of calls reaches « qualifiée » without both proofs, nor loses one: in the view, the list and the file', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const anna = world.as('anna')
  let qualified = 0
  let fallen = 0
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 8, maxLength: 18, size: 'max' }), async (sequence) => {
      const patientId = await anna.createPatient()
      const read = async () => (await anna.must(identity.read, { patientId })).identity
      const seen = new Map<string, 'ins' | 'document'>()
      let view = await read()
      for (const act of sequence) {
        const wasQualified = statusOf(view.identity) === 'qualified'
        await perform(world, anna, view, act)
        view = await read()
        for (const proof of [view.identity.ins, view.identity.document])
          if (proof !== null) seen.set(proof.proofId, proof.kind)
        for (const { proofId, kind } of view.history) seen.set(proofId, kind)
        if (statusOf(view.identity) === 'qualified') {
          qualified += 1
          const { record } = await anna.must(patients.read, { patientId })
          expect(record).toMatchObject({ insStatus: 'qualified', ins: view.identity.ins?.answer.number })
          expect(seen.get(view.identity.ins?.proofId ?? '')).toBe('ins')
          expect(seen.get(view.identity.document?.proofId ?? '')).toBe('document')
          expect(view.identity.ins?.answer.traits.birthName).toBe(
            record.fields.birthName.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase(),
          )
        } else if (wasQualified) fallen += 1
        const kept = [...standing(view), ...view.history.map(({ proofId }) => proofId)]
        expect(kept.toSorted()).toEqual([...seen.keys()].toSorted())
      }
      await world.onTheDisk(async (database) => {
        const held = await findIdentity(queriesOn<CabinetTables>(database), patientId)
        const proofs = database.prepare('select proof_id from identity_proof where patient_id = ?').all(patientId)
        expect(proofs).toHaveLength(seen.size)
        expect(held?.row.ins_status).toBe(statusOf(view.identity))
        expect(held?.row.ins_matricule).toBe(view.identity.ins?.answer.number.matricule ?? null)
      })
    }),
    { numRuns: 9 },
  )
  // The property would hold of a program that qualifies nobody, or from which nothing falls.
  expect(qualified).toBeGreaterThan(3)
  expect(fallen).toBeGreaterThan(1)
}, 60_000)
