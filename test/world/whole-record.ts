import { contract } from '#app/contract.ts'
import { nothingAsked } from '#app/features/consents/rules.ts'
import type { NoteContent } from '#app/features/notes/model.ts'
import { someContact } from '#test/main/core/kernel/examples-of-contacts.ts'
import { someLetter } from '#test/main/core/kernel/examples-of-letters.ts'
import { someMeasures, someResult } from '#test/main/core/kernel/examples-of-record.ts'
import { dropped, pdfOf } from './documents.ts'
import type { WorldSeat } from './open-world.ts'
import { someLine, someTreatment } from './prescriptions.ts'

/** Whose record holds everything, and the things a test looks at again. */
export interface WholeRecord {
  readonly patientId: string
  readonly fileNumber: number
  readonly noteId: string
  readonly letterId: string
  readonly documentId: string
}

const penicillin = {
  substance: 'Pénicillines',
  substanceCode: null,
  classCode: null,
  category: 'medicine',
  type: 'allergy',
  reaction: 'Urticaire généralisée',
  severity: 'severe',
  certainty: 'confirmed',
  onset: null,
  comment: '',
}

/** A consultation whose section « Allergie » feeds the record. `words` are in its text. */
export function consultationOf(itemId: string, words: string): NoteContent {
  return {
    occurredAt: '2026-11-20T13:31:00.000Z',
    sections: [
      { sectionId: 'motif', keyword: 'Motif', text: words, items: [] },
      {
        sectionId: 'allergie',
        keyword: 'Allergie',
        text: '',
        items: [{ itemId, kind: 'allergy', fields: penicillin }],
      },
    ],
  }
}

/**
 * A record made as people make one, through the operations alone, with something of everything: a note of one author
 * revised by another, what it fed, treatments, a signed prescription and a letter with their PDFs, documents with
 * versions, results, measures, vaccinations, memos, a relation, consents, a task, tags, a block.
 */
export async function makeWholeRecord(first: WorldSeat, second: WorldSeat): Promise<WholeRecord> {
  const patientId = await first.createPatient({
    birthName: 'Entière',
    usedName: 'Entière',
    comments: 'Dossier « entier »',
  })
  const itemId = crypto.randomUUID()
  const noteId = crypto.randomUUID()
  const content = consultationOf(itemId, 'Toux depuis trois jours')
  const { note } = await first.must(contract.notes.sign, { noteId, patientId, content })
  await second.must(contract.notes.revise, {
    noteId,
    expectedVersion: note.version,
    content: consultationOf(itemId, 'Toux depuis quatre jours'),
    reason: 'Durée corrigée',
  })
  const treatment = await first.must(contract.treatments.create, { patientId, fields: someTreatment })
  await first.must(contract.prescriptions.sign, {
    patientId,
    prescriptionId: crypto.randomUUID(),
    fields: {
      prescribedOn: '2026-11-20',
      lines: [someLine({ treatmentId: treatment.treatment.treatmentId }), someLine({ ald: false })],
      twoZones: true,
    },
    overrides: [],
  })
  const { letter } = await first.must(contract.letters.validate, { patientId, content: someLetter })
  await second.must(contract.letters.revise, {
    patientId,
    letterId: letter.letterId,
    expectedVersion: letter.version,
    content: { ...someLetter, title: 'Demande d’avis cardiologique' },
    reason: 'Titre précisé',
  })
  const document = await dropped(second, { fileName: 'radio.pdf', bytes: await pdfOf('Radio', 'Cliché'), patientId })
  await second.must(contract.documents.arrange, {
    documentId: document.documentId,
    expectedVersion: document.version,
    pages: [{ from: 1, turn: 90 }],
  })
  await first.must(contract.results.create, { patientId, fields: { ...someResult, sampledOn: '2026-11-02' } })
  await first.must(contract.measurements.add, {
    patientId,
    measuredAt: '2026-11-02T08:00:00.000Z',
    fields: someMeasures,
  })
  await first.must(contract.vaccinations.save, {
    patientId,
    vaccinationId: null,
    expectedVersion: null,
    fields: {
      valences: ['tetanus'],
      vaccine: 'Repevax',
      rank: '',
      givenOn: '2024-03-12',
      lot: 'A123',
      site: null,
      route: null,
      givenBy: '',
      declared: false,
      comment: '',
    },
  })
  const problem = {
    label: 'Asthme',
    code: 'J45.9',
    nature: 'medical',
    state: 'active',
    onset: null,
    end: null,
    ald: null,
    comment: '',
  } as const
  const added = {
    patientId,
    entryId: null,
    expectedVersion: null,
    entry: { kind: 'problem', fields: problem },
  } as const
  await first.must(contract.antecedents.save, added)
  for (const personal of [false, true]) {
    const fields = { text: personal ? 'À moi seule' : 'Clé chez la voisine', personal, pinned: false }
    await first.must(contract.memos.save, { patientId, memoId: null, expectedVersion: null, fields })
  }
  const { contact } = await first.must(contract.contacts.create, { fields: someContact })
  const relation = { contactId: contact.contactId, kind: 'specialist', comments: 'Suivi annuel' } as const
  await first.must(contract.contacts.addRelation, { patientId, fields: relation })
  const consent = { ...nothingAsked, privacyPolicy: 'yes', dmp: 'no' } as const
  await first.must(contract.consents.save, { patientId, expectedVersion: 0, fields: consent })
  const task = { title: 'Rappeler le laboratoire', note: '', assignedTo: second.userId, dueOn: null, urgent: false }
  await first.must(contract.tasks.create, { patientId, fields: task })
  const wanted = { tagId: null, name: 'Suivi conjoint', color: 'teal', hidesRecord: false } as const
  const { tag } = await first.must(contract.patients.saveTag, wanted)
  const { record } = await first.must(contract.patients.read, { patientId })
  await first.must(contract.patients.update, {
    patientId,
    expectedVersion: record.version,
    fields: record.fields,
    tagIds: [tag.tagId],
  })
  await first.must(contract.lifecycle.setBlock, { patientId, reason: 'Trois absences' })
  return {
    patientId,
    fileNumber: record.fileNumber,
    noteId,
    letterId: letter.letterId,
    documentId: document.documentId,
  }
}

/** A record whose patient said that no allergy is known: the third state, which an archive must keep apart. */
export async function makeRecordWithoutAllergy(seat: WorldSeat): Promise<string> {
  const patientId = await seat.createPatient({ birthName: 'Saine', usedName: 'Saine' })
  await seat.must(contract.antecedents.declareNoAllergy, { patientId })
  return patientId
}
