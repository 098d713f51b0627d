import type { IdentityView, InsiAnswer } from '#app/features/identity/model.ts'
import { usualDocumentKinds } from '#app/features/identity/rules/proofs.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { recordOfFrancoise } from '#test/renderer/features/patients/records.ts'

/** Thérèse LACROIX, née ARNAUD, as the design has her: invented. */
export const recordOfTherese: PatientRecord = {
  ...recordOfFrancoise,
  patientId: '01900000-0000-7000-8000-000000000042',
  fields: {
    ...recordOfFrancoise.fields,
    birthName: 'ARNAUD',
    birthFirstNames: ['Thérèse'],
    firstBirthFirstName: 'Thérèse',
    usedName: 'LACROIX',
    usedFirstName: 'Thérèse',
    birthDate: '1963-06-03',
    birthPlaceCode: '33240',
  },
  birthPlaceName: 'Lesparre-Médoc',
  insStatus: 'provisional',
  ins: null,
}

const { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode } = recordOfTherese.fields
const act = { at: '2026-11-24T13:36:00.000Z', userId: '01900000-0000-7000-8000-00000000000c', by: 'S. LEROUX' }

/** Her identity, provisional: nothing was asked of INSi yet. */
export const provisional: IdentityView = {
  patientId: recordOfTherese.patientId,
  version: 3,
  identity: {
    traits: { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode },
    capture: { channel: 'SM', act },
    ins: null,
    document: null,
    attributes: [],
    ko: null,
  },
  matricule: null,
  pending: null,
  lastCall: null,
  history: [],
  markings: [],
  house: { production: false, documentKinds: [...usualDocumentKinds] },
}

/** What INSi answers of her: more first names than are held. */
export const answer: InsiAnswer = {
  number: { matricule: '2630633240988', key: '52', oid: '1.2.250.1.213.1.4.8' },
  history: [],
  traits: {
    birthName: 'ARNAUD',
    firstName: null,
    firstNames: 'THERESE MARIE LOUISE',
    sex: 'F',
    birthDate: '1963-06-03',
    birthPlaceCode: '33240',
  },
}

/** The exchange that brought the answer. */
export const exchangeId = '01900000-0000-7000-8000-0000000000e1'

/** Her identity once INSi answered, before anybody decided. */
export function answered(said: InsiAnswer = answer): IdentityView {
  return {
    ...provisional,
    pending: { exchangeId, channel: 'CV', act, answer: said },
    lastCall: { exchangeId, operation: 'vitale', outcome: '00', act, tookMs: 412 },
  }
}

/** Her identity once the answer was accepted: a document is left to look at. */
export const retrieved: IdentityView = {
  ...provisional,
  version: 4,
  identity: {
    ...provisional.identity,
    traits: { ...provisional.identity.traits, birthFirstNames: ['Thérèse', 'MARIE', 'LOUISE'] },
    ins: {
      kind: 'ins',
      proofId: '01900000-0000-7000-8000-0000000000f1',
      answer,
      channel: 'CV',
      exchangeId,
      act,
      verifiedAt: null,
    },
  },
  matricule: { number: answer.number, nature: 'NIR' },
}

/** Her identity with both proofs. */
export const qualified: IdentityView = {
  ...retrieved,
  version: 5,
  identity: {
    ...retrieved.identity,
    document: {
      kind: 'document',
      proofId: '01900000-0000-7000-8000-0000000000f2',
      documentKind: 'CN',
      companionKind: null,
      traits: retrieved.identity.traits,
      act,
    },
  },
}
