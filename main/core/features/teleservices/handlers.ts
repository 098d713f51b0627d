import {
  getTeleserviceSettings,
  importCertificate as importCertificateOperation,
  listExchanges,
  readOwnClaims,
  readStandings,
  removeCertificate as removeCertificateOperation,
  setAuthorities as setAuthoritiesOperation,
  updateOwnClaims,
  updateTeleserviceSettings,
} from '#app/features/teleservices/contract.ts'
import type { CabinetProfile } from '#app/features/cabinet/model.ts'
import type { ExchangeView, ServiceStanding, TeleserviceSettings } from '#app/features/teleservices/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { hasProxy } from '#core/features/psc/index.ts'
import { writeSection } from '#core/features/settings/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { readEstablishmentFile } from '#main/protocols/establishment-certificate.ts'
import { authoritiesOf, describeAuthority } from './authorities.ts'
import { callerOf } from './caller.ts'
import { findIdentityOfLine, keepIdentity } from './certificate.ts'
import { findClaims, writeClaims } from './claims.ts'
import { authoritySection, findAuthorities, findTeleserviceSettings, teleserviceSection, unset } from './settings.ts'
import { readMeans } from './who-calls.ts'

const services = ['insi', 'adri', 'hri'] as const

const standings = handle(readStandings, async (_input, work) => {
  const caller = callerOf(work)
  const found = await work.read(async (db) => {
    const all: ServiceStanding[] = []
    for (const service of services) {
      // INSi alone takes the certificate of an establishment.
      const means = await readMeans(db, caller, service !== 'insi')
      const last = await db
        .selectFrom('teleservice_exchange')
        .select(['ended_at', 'outcome', 'problem'])
        .where('service', '=', service)
        .where('ended_at', 'is not', null)
        .where('outcome', '!=', 'cancelled')
        .orderBy('asked_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      all.push({
        service,
        modes: isProblem(means) ? [] : [...means.modes],
        missing: isProblem(means) ? missing[means.problem] : null,
        last:
          last === undefined || last.ended_at === null || last.outcome === null
            ? null
            : { at: last.ended_at, outcome: last.outcome, answered: last.problem !== 'teleservice.no-answer' },
      })
    }
    return all
  })
  return { standings: found, training: caller.profile === 'training' }
})

const missing = {
  'teleservice.not-set': 'not-set',
  'teleservice.professional-incomplete': 'claims-missing',
  'teleservice.professional-needed': 'professional-needed',
} as const

const settings = handle(getTeleserviceSettings, (_input, work) => {
  const profile = profileOf(work)
  return work.read((db) => viewOf(db, profile))
})

const updateSettings = handle(updateTeleserviceSettings, async ({ settings: wanted, expectedVersion }, work) => {
  const profile = profileOf(work)
  if (profile === 'training') return problem('teleservice.training-only', {})
  return work.write(async (db) => {
    const present = await findTeleserviceSettings(db)
    const presentVersion = present?.version ?? 0
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    const before: TeleserviceSettings = present?.value ?? unset
    work.journal({ details: { settings: wanted, before } })
    const version = await writeSection(db, teleserviceSection, wanted, {
      presentVersion,
      at: work.now(),
      by: work.actor,
    })
    work.announce('settings', teleserviceSection, version)
    return viewOf(db, profile)
  })
})

const importCertificate = handle(importCertificateOperation, async ({ file, password }, work) => {
  const profile = profileOf(work)
  if (profile === 'training') return problem('teleservice.training-only', {})
  const reading = readEstablishmentFile(new Uint8Array(Buffer.from(file, 'base64')), password)
  if (!reading.ok) return problem('teleservice.certificate-refused', { reason: reading.reason })
  const { commonName, structureId, issuer, notBefore, notAfter } = reading.establishment
  const now = work.now()
  if (now < notBefore) return problem('teleservice.certificate-refused', { reason: 'not-yet' })
  if (now > notAfter) return problem('teleservice.certificate-refused', { reason: 'expired' })
  return work.write(async (db) => {
    await keepIdentity(db, reading.identity, { at: now, by: work.actor.userId })
    work.journal({ details: { commonName, structureId, issuer, validUntil: notAfter } })
    work.announce('settings', teleserviceSection, 0)
    return viewOf(db, profile)
  })
})

const removeCertificate = handle(removeCertificateOperation, async (_input, work) => {
  const profile = profileOf(work)
  if (profile === 'training') return problem('teleservice.training-only', {})
  return work.write(async (db) => {
    await keepIdentity(db, null, { at: work.now(), by: work.actor.userId })
    work.announce('settings', teleserviceSection, 0)
    return viewOf(db, profile)
  })
})

const setAuthorities = handle(setAuthoritiesOperation, async ({ file }, work) => {
  const profile = profileOf(work)
  if (profile === 'training') return problem('teleservice.training-only', {})
  const read = file === null ? [] : authoritiesOf(new Uint8Array(Buffer.from(file, 'base64')))
  if (!Array.isArray(read)) return problem('teleservice.authorities-refused', { reason: read.reason })
  return work.write(async (db) => {
    const presentVersion = (await findAuthorities(db))?.version ?? 0
    const stamp = { presentVersion, at: work.now(), by: work.actor }
    await writeSection(db, authoritySection, read, stamp)
    work.journal({ details: { authorities: read.map((pem) => describeAuthority(pem)?.name ?? '') } })
    work.announce('settings', teleserviceSection, 0)
    return viewOf(db, profile)
  })
})

const ownClaims = handle(readOwnClaims, (_input, work) => {
  const profile = profileOf(work)
  return work.read((db) => findClaims(db, work.actor.userId, profile))
})

const changeOwnClaims = handle(updateOwnClaims, async ({ claims, expectedVersion }, work) => {
  const profile = profileOf(work)
  return work.write(async (db) => {
    const { userId } = work.actor
    const present = await findClaims(db, userId, profile)
    if (present.version !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: present.version,
        changedBy: work.actor.displayName,
        changedAt: work.now(),
      })
    }
    const version = present.version + 1
    await writeClaims(db, userId, claims, { version, at: work.now(), by: userId })
    work.journal({ subjectId: userId })
    return { claims, version }
  })
})

const exchanges = handle(listExchanges, async ({ patientId, before, limit }, work) => {
  work.journal(patientId === null ? {} : { patientId })
  const isUnderWay =
    services.some((service) => work.jobs.isRunning(service)) || work.jobs.isRunning('insi-verification')
  const rows = await work.read((db) => {
    let query = db
      .selectFrom('teleservice_exchange')
      .leftJoin('patient', 'patient.patient_id', 'teleservice_exchange.patient_id')
      .selectAll('teleservice_exchange')
      .select(['patient.birth_name', 'patient.used_name', 'patient.used_first_name', 'patient.first_birth_first_name'])
      .orderBy('teleservice_exchange.asked_at', 'desc')
      .orderBy('teleservice_exchange.exchange_id', 'desc')
      .limit(limit)
    if (patientId !== null) query = query.where('teleservice_exchange.patient_id', '=', patientId)
    if (before !== null) query = query.where('teleservice_exchange.asked_at', '<', before)
    return query.execute()
  })
  return {
    exchanges: rows.flatMap((row): ExchangeView[] => {
      const service = services.find((one) => one === row.service)
      if (service === undefined) return []
      const name = row.used_name === '' || row.used_name === null ? row.birth_name : row.used_name
      const firstName =
        row.used_first_name === '' || row.used_first_name === null ? row.first_birth_first_name : row.used_first_name
      return [
        {
          exchangeId: row.exchange_id,
          service,
          operation: row.operation,
          patientId: row.patient_id,
          patientName: name === null ? '' : `${name.toUpperCase()} ${firstName ?? ''}`.trim(),
          mode: row.mode,
          messageId: row.message_id,
          askedAt: row.asked_at,
          by: row.asked_by_name,
          tookMs: row.took_ms,
          // Nothing is under way: the program ended in the middle.
          outcome: row.outcome ?? (isUnderWay ? null : 'interrupted'),
          problem: row.problem,
        },
      ]
    }),
  }
})

/** What answers about the services of the Assurance Maladie. */
export const teleservicesHandlers = [
  standings,
  settings,
  updateSettings,
  importCertificate,
  removeCertificate,
  setAuthorities,
  ownClaims,
  changeOwnClaims,
  exchanges,
]

function profileOf(work: Work) {
  return work.vault.open()?.profile ?? 'production'
}

async function viewOf(db: ReadDb, profile: CabinetProfile) {
  const section = await findTeleserviceSettings(db)
  const kept = await findIdentityOfLine(db)
  const authorities = (await findAuthorities(db))?.value ?? []
  return {
    settings: section?.value ?? unset,
    version: section?.version ?? 0,
    training: profile === 'training',
    certificate:
      kept === null
        ? null
        : {
            commonName: kept.establishment.commonName,
            structureId: kept.establishment.structureId,
            issuer: kept.establishment.issuer,
            validUntil: kept.establishment.notAfter,
            importedAt: kept.importedAt,
          },
    authorities: authorities.flatMap((pem) => describeAuthority(pem) ?? []),
    hasProxy: await hasProxy(db, { profile }),
  }
}
