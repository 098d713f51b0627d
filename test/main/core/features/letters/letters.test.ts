import { beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { LetterContent } from '#app/features/letters/model.ts'
import { documentOf } from '#app/features/letters/rules.ts'
import { openWorld } from '#test/world/open-world.ts'
import { readPdf } from '#test/world/pdf.ts'

const { letters, record, drafts, antecedents } = contract

const content = (words: string, change: Partial<LetterContent> = {}): LetterContent => ({
  category: 'letter',
  title: 'Demande d’avis',
  recipient: { contactId: null, name: 'Dr Paul NORMAND', address: 'Cardiologue\n38000 Fictiville' },
  practitionerId: null,
  format: 'A4',
  document: documentOf(words),
  ...change,
})

const read = async (pdf: string) => (await readPdf(new Uint8Array(Buffer.from(pdf, 'base64')))).pages.join(' ')

const letterWorld = () => openWorld({ people: { bruno: 'secretary', chloe: 'practitioner' } })

describe('a letter', () => {
  let world: Awaited<ReturnType<typeof letterWorld>>
  beforeAll(async () => {
    world = await letterWorld()
    return () => world[Symbol.asyncDispose]()
  })
  const anna = () => world.as('doctor')

  test('validated becomes an entry of the Historique with its PDF, found by its words, and its draft is gone', async () => {
    const patientId = await anna().createPatient()
    const place = { form: 'letter' as const, subjectId: patientId }
    await anna().must(drafts.save, { place, fields: { title: 'en cours' }, basedOnVersion: null })
    const { letter } = await anna().must(letters.validate, {
      patientId,
      content: content('Cher confrère,\nPalpitations d’effort depuis trois semaines.', {
        practitionerId: world.userId('doctor'),
      }),
    })
    expect((await anna().must(drafts.get, { place })).draft).toBeNull()
    const { pdf } = await anna().must(letters.open, { patientId, letterId: letter.letterId })
    const pages = await read(pdf)
    for (const words of ['Palpitations d’effort', 'Dr Paul NORMAND', 'Cabinet du Tilleul', 'Page 1 / 1']) {
      expect(pages).toContain(words)
    }
    const { entries } = await anna().must(record.timeline, { patientId, filter: {}, offset: 0, limit: 10 })
    expect(entries).toMatchObject([
      {
        entryId: letter.letterId,
        kind: 'letter',
        title: 'Demande d’avis',
        detail: 'Dr Paul NORMAND',
        marks: { signed: true },
      },
    ])
    const found = await anna().must(record.search, { patientId, text: 'palpitation', filter: {}, offset: 0, limit: 10 })
    expect(found.matches.map(({ entry }) => entry.entryId)).toEqual([letter.letterId])
    const [line] = await world.auditOf(letter.letterId)
    expect(line).toMatchObject({ act: 'letter.validate', outcome: 'done', patient_id: patientId })
    expect(JSON.stringify(line)).not.toMatch(/Palpitations|NORMAND/)
  })

  test('with a field left is refused, names it, and writes nothing', async () => {
    const patientId = await anna().createPatient()
    const reply = await anna().call(letters.validate, { patientId, content: content('Chez {patient.name}, [motif]') })
    expect(reply).toMatchObject({
      ok: false,
      problem: 'letter.unfilled',
      data: {
        fields: [
          { name: 'patient.name', label: '' },
          { name: 'blank', label: 'motif' },
        ],
      },
    })
    const { entries } = await anna().must(record.timeline, { patientId, filter: {}, offset: 0, limit: 10 })
    expect(entries).toEqual([])
    // The preview leaves out what is not filled, as paper would.
    const { pdf } = await anna().must(letters.preview, { patientId, content: content('Chez {patient.name}, [motif]') })
    expect(await read(pdf)).not.toContain('motif')
  })

  test('corrected keeps what it said, with who corrected it, and is one entry still', async () => {
    const patientId = await anna().createPatient()
    const { letter } = await anna().must(letters.validate, { patientId, content: content('Prendre 5 mg.') })
    const { letterId } = letter
    const asked = { patientId, letterId, expectedVersion: 1, content: content('Prendre 10 mg.'), reason: 'Dose' }
    const revised = await anna().must(letters.revise, asked)
    expect(revised.letter).toMatchObject({ revision: 2, version: 2 })
    expect(await anna().call(letters.revise, asked)).toMatchObject({ ok: false, problem: 'edit.conflict' })
    const { revisions } = await anna().must(letters.revisions, { patientId, letterId })
    expect(revisions.map(({ revision, text, reason }) => [revision, text, reason])).toEqual([
      [2, 'Prendre 10 mg.', 'Dose'],
      [1, 'Prendre 5 mg.', ''],
    ])
    expect(await read((await anna().must(letters.open, { patientId, letterId })).pdf)).toContain('10 mg')
    const { entries } = await anna().must(record.timeline, { patientId, filter: {}, offset: 0, limit: 10 })
    expect(entries).toMatchObject([{ entryId: letterId, marks: { revised: true } }])
    const states = (await world.rowsOf('letter_revision')).filter((row) => row.letter_id === letterId)
    expect(new Set(states.map((row) => row.blob_digest)).size).toBe(2)
  })

  test('removed leaves the Historique and the search, and comes back as it was', async () => {
    const patientId = await anna().createPatient()
    const { letter } = await anna().must(letters.validate, { patientId, content: content('Lettre à retirer.') })
    const { letterId } = letter
    const { version } = await anna().must(letters.remove, { patientId, letterId, expectedVersion: 1 })
    expect(await anna().call(letters.open, { patientId, letterId })).toMatchObject({ ok: false, problem: 'not-found' })
    const timeline = async () =>
      (await anna().must(record.timeline, { patientId, filter: {}, offset: 0, limit: 10 })).entries.length
    expect(await timeline()).toBe(0)
    await anna().must(letters.restore, { patientId, letterId, expectedVersion: version })
    expect(await timeline()).toBe(1)
    expect(await read((await anna().must(letters.open, { patientId, letterId })).pdf)).toContain('Lettre à retirer.')
  })

  test('is not opened through the record of another patient', async () => {
    const [one, other] = [await anna().createPatient(), await anna().createPatient({ birthName: 'Autre' })]
    const { letter } = await anna().must(letters.validate, { patientId: one, content: content('À elle.') })
    const reply = await anna().call(letters.open, { patientId: other, letterId: letter.letterId })
    expect(reply).toMatchObject({ ok: false, problem: 'not-found' })
  })

  test.each<[string, unknown]>([
    ['a node we do not know', { type: 'doc', content: [{ type: 'iframe', attrs: { src: 'x' } }] }],
    ['lists without end', nested(400)],
  ])('whose text holds %s is refused before anything is read of it', async (_what, document) => {
    const patientId = await anna().createPatient()
    const asked = { patientId, content: { ...content('x'), document } } as never
    expect(await anna().call(letters.validate, asked)).toMatchObject({ ok: false, problem: 'invalid-input' })
  })

  test('is filled with what the caller may read, and the matricule of a qualified identity only', async () => {
    const patientId = await anna().createPatient()
    const allergy = {
      substance: 'Pénicilline',
      substanceCode: null,
      classCode: null,
      category: 'medicine',
      type: 'allergy',
      reaction: 'urticaire',
      severity: null,
      certainty: 'to-confirm',
      onset: null,
      comment: '',
    } as const
    await anna().must(antecedents.save, {
      patientId,
      entryId: null,
      expectedVersion: null,
      entry: { kind: 'allergy', fields: allergy },
    })
    const { values } = await anna().must(letters.fields, { patientId, practitionerId: null })
    expect(values['record.allergies']).toBe('Pénicilline\u00a0: urticaire, à confirmer')
    expect(values['patient.matricule']).toBeUndefined()
    // Nothing known is absent, never « aucune ».
    expect(values['record.treatments']).toBeUndefined()
    const seen = await world.as('bruno').must(letters.fields, { patientId, practitionerId: null })
    expect(seen.values['patient.name']).toBe(values['patient.name'])
    expect(seen.values['record.allergies']).toBeUndefined()
  })
})

describe('templates', () => {
  const fields = {
    name: 'Mon modèle',
    category: 'letter' as const,
    title: 'Avis',
    format: 'A4' as const,
    document: documentOf('Bonjour {patient.name}'),
  }
  test('of one user are theirs alone; those of the cabinet take the right to configure it', async () => {
    await using world = await letterWorld()
    const [doctor, bruno, chloe] = [world.as('doctor'), world.as('bruno'), world.as('chloe')]
    const own = await bruno.must(letters.saveTemplate, { templateId: null, expectedVersion: 0, owner: 'own', fields })
    const { templateId } = own.template
    const namesFor = async (seat: typeof bruno) =>
      (await seat.must(letters.templates, {})).templates
        .filter(({ owner }) => owner !== 'program')
        .map(({ fields: f }) => f.name)
    expect(await namesFor(bruno)).toEqual(['Mon modèle'])
    expect(await namesFor(chloe)).toEqual([])
    const theft = { templateId, expectedVersion: 1, owner: 'own' as const, fields }
    expect(await chloe.call(letters.saveTemplate, theft)).toMatchObject({ ok: false, problem: 'not-found' })
    const shared = {
      templateId: null,
      expectedVersion: 0,
      owner: 'cabinet' as const,
      fields: { ...fields, name: 'Du cabinet' },
    }
    expect(await bruno.call(letters.saveTemplate, shared)).toMatchObject({ ok: false, problem: 'forbidden' })
    const { template } = await doctor.must(letters.saveTemplate, shared)
    expect(await namesFor(chloe)).toEqual(['Du cabinet'])
    const gone = { templateId: template.templateId, expectedVersion: 1 }
    expect(await bruno.call(letters.removeTemplate, gone)).toMatchObject({ ok: false, problem: 'forbidden' })
    const { version } = await doctor.must(letters.removeTemplate, gone)
    expect(await namesFor(chloe)).toEqual([])
    await doctor.must(letters.restoreTemplate, { templateId: template.templateId, expectedVersion: version })
    expect(await namesFor(chloe)).toEqual(['Du cabinet'])
  })
})

function nested(depth: number): unknown {
  let block: unknown = { type: 'paragraph', content: [{ type: 'text', text: 'fond' }] }
  for (let level = 0; level < depth; level += 1)
    block = { type: 'bulletList', content: [{ type: 'listItem', content: [block] }] }
  return { type: 'doc', content: [block] }
}
