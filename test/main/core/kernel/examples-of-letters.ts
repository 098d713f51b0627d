import { contract } from '#app/contract.ts'
import type { LetterContent, LetterTemplateFields } from '#app/features/letters/model.ts'
import { documentOf } from '#app/features/letters/rules.ts'
import { type Example, example } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { letters, printing } = contract

const somebody = async (world: ExampleWorld) => world.as('anna').createPatient()

/** A letter with nothing left to fill. */
export const someLetter: LetterContent = {
  category: 'letter',
  title: 'Demande d’avis',
  recipient: { contactId: null, name: 'Dr Paul NORMAND', address: '4 place du Marché\n38000 Fictiville' },
  practitionerId: null,
  format: 'A4',
  document: documentOf('Cher confrère,\nJe vous adresse ce patient pour avis.'),
}

/** A template of three lines. */
export const someTemplate: LetterTemplateFields = {
  name: 'Avis simple',
  category: 'letter',
  title: 'Demande d’avis',
  format: 'A4',
  document: documentOf('Cher confrère,\n{patient.name} a [durée] d’évolution.'),
}

async function newLetter(world: ExampleWorld) {
  const patientId = await somebody(world)
  const { letter } = await world.as('anna').must(letters.validate, { patientId, content: someLetter })
  return { patientId, letterId: letter.letterId, expectedVersion: letter.version }
}

async function newTemplate(world: ExampleWorld) {
  const asked = { templateId: null, expectedVersion: 0, owner: 'cabinet' as const, fields: someTemplate }
  const { template } = await world.as('admin').must(letters.saveTemplate, asked)
  return { templateId: template.templateId, expectedVersion: template.version }
}

/** A call that succeeds, for every operation of `letters` and `printing`. */
export const lettersExamples: readonly Example[] = [
  example(letters.fields)(async (world) => ({ input: { patientId: await somebody(world), practitionerId: null } })),
  example(letters.preview)(async (world) => ({ input: { patientId: await somebody(world), content: someLetter } })),
  example(letters.validate)(async (world) => ({ input: { patientId: await somebody(world), content: someLetter } })),
  example(letters.revise)(async (world) => ({
    input: { ...(await newLetter(world)), content: someLetter, reason: 'Adresse corrigée' },
  })),
  example(letters.open)(async (world) => {
    const { patientId, letterId } = await newLetter(world)
    return { input: { patientId, letterId } }
  }),
  example(letters.revisions)(async (world) => {
    const { patientId, letterId } = await newLetter(world)
    return { input: { patientId, letterId } }
  }),
  example(letters.remove)(async (world) => ({ input: await newLetter(world) })),
  example(letters.restore)(async (world) => {
    const letter = await newLetter(world)
    const { version } = await world.as('anna').must(letters.remove, letter)
    return { input: { ...letter, expectedVersion: version } }
  }),
  example(letters.templates)(async () => ({ input: {} })),
  example(letters.saveTemplate)(async () => ({
    input: { templateId: null, expectedVersion: 0, owner: 'cabinet', fields: someTemplate },
  })),
  example(letters.removeTemplate)(async (world) => ({ input: await newTemplate(world) })),
  example(letters.restoreTemplate)(async (world) => {
    const template = await newTemplate(world)
    const { version } = await world.as('admin').must(letters.removeTemplate, template)
    return { input: { ...template, expectedVersion: version } }
  }),
  example(printing.labels)(async (world) => ({
    input: {
      patientId: await somebody(world),
      facts: ['name', 'barcode'],
      format: 'sheet-63x38',
      startAt: 1,
      copies: 1,
    },
  })),
  example(printing.summary)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(printing.treatments)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(printing.printed)(async (world) => ({
    input: { patientId: await somebody(world), what: 'label', entryId: null, copies: 1 },
  })),
  example(printing.letterhead)(async () => ({ input: {} })),
  example(printing.setLetterhead)(async (world) => {
    const { version } = await world.as('admin').must(printing.letterhead, {})
    return { input: { settings: { logo: null, footer: '' }, expectedVersion: version } }
  }),
]
