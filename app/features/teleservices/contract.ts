import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import {
  establishmentCertificate,
  exchangeView,
  ownClaims,
  serverAuthority,
  serviceStanding,
  teleserviceSettings,
} from './model.ts'

const noPatient = { patients: 'none', because: 'how the cabinet calls the Assurance Maladie' } as const
const presentVersion = z.int().min(0)
/** A file that somebody chose, base64. */
const chosenFile = z.base64().max(400_000)

const settingsView = z.object({
  settings: teleserviceSettings,
  version: presentVersion,
  /** The training cabinet has its own servers, whatever is written. */
  training: z.boolean(),
  certificate: establishmentCertificate.nullable(),
  authorities: z.array(serverAuthority),
  /** A Proxy e-Santé is set: calls may go by Pro Santé Connect. */
  hasProxy: z.boolean(),
})

/** Whether each service can be called by whoever asks, and how it answered last. Nothing of anybody. */
export const readStandings = operation({
  name: 'teleservices.standings',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: noPatient,
  audit: { none: 'the state of a service' },
  input: z.strictObject({}),
  output: z.object({ standings: z.array(serviceStanding), training: z.boolean() }),
  problems: [],
})

/** What « Paramètres › Téléservices » shows of the cabinet. */
export const getTeleserviceSettings = operation({
  name: 'teleservices.settings',
  kind: 'query',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: noPatient,
  audit: { none: 'settings hold no patient' },
  input: z.strictObject({}),
  output: settingsView,
  problems: [],
})

/** Changes which servers are called, as which software, and how long traces are kept. */
export const updateTeleserviceSettings = operation({
  name: 'teleservices.updateSettings',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: noPatient,
  audit: 'teleservice.configure',
  input: z.strictObject({ settings: teleserviceSettings, expectedVersion: presentVersion }),
  output: settingsView,
  problems: ['edit.conflict', 'teleservice.training-only'],
})

/**
 * Takes the certificate of the establishment and its key out of a file: PKCS#12, or PEM. The key stays in the encrypted
 * cabinet and is never shown again. It takes the place of the former one.
 */
export const importCertificate = operation({
  name: 'teleservices.importCertificate',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: noPatient,
  audit: 'teleservice.import-certificate',
  input: z.strictObject({ file: chosenFile, password: z.string().max(200) }),
  output: settingsView,
  problems: ['teleservice.certificate-refused', 'teleservice.training-only'],
})

/** Forgets the certificate of the establishment and its key. */
export const removeCertificate = operation({
  name: 'teleservices.removeCertificate',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: noPatient,
  audit: 'teleservice.remove-certificate',
  input: z.strictObject({}),
  output: settingsView,
  problems: ['teleservice.training-only'],
})

/**
 * Says by which authorities the servers of the Assurance Maladie are believed: those of a file (PEM, DER, PKCS#7) in the place of
 * the former ones, or none, and then those this computer believes.
 */
export const setAuthorities = operation({
  name: 'teleservices.setAuthorities',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: noPatient,
  audit: 'teleservice.set-authorities',
  input: z.strictObject({ file: chosenFile.nullable() }),
  output: settingsView,
  problems: ['teleservice.authorities-refused', 'teleservice.training-only'],
})

/** What whoever asks says of themselves to the services. */
export const readOwnClaims = operation({
  name: 'teleservices.ownClaims',
  kind: 'query',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: noPatient,
  audit: { none: 'one’s own numbers' },
  input: z.strictObject({}),
  output: z.object({ claims: ownClaims, version: presentVersion }),
  problems: [],
})

/** Changes what whoever asks says of themselves to the services. */
export const updateOwnClaims = operation({
  name: 'teleservices.updateOwnClaims',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: noPatient,
  audit: 'teleservice.set-claims',
  input: z.strictObject({ claims: ownClaims, expectedVersion: presentVersion }),
  output: z.object({ claims: ownClaims, version }),
  problems: ['edit.conflict'],
})

/** The traces of calls, the last first: those about records in sight, and those about nobody. */
export const listExchanges = operation({
  name: 'teleservices.exchanges',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'teleservice.read-exchanges',
  input: z.strictObject({
    patientId: id.nullable(),
    /** Those asked before this instant; `null`: the last ones. */
    before: instantUtc.nullable(),
    limit: z.int().min(1).max(200),
  }),
  output: z.object({ exchanges: z.array(exchangeView) }),
  problems: [],
})

/** The operations of `teleservices`, by the second part of their name. */
export const teleservicesContract = {
  standings: readStandings,
  settings: getTeleserviceSettings,
  updateSettings: updateTeleserviceSettings,
  importCertificate,
  removeCertificate,
  setAuthorities,
  ownClaims: readOwnClaims,
  updateOwnClaims,
  exchanges: listExchanges,
}
