import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { contract } from '#app/contract.ts'
import { slotMessage } from '#app/devices/proofs.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import type { Answer, ProfessionalCards } from '#main/workstation/ports.ts'
import { professionalCards } from '#main/workstation/professional-cards.ts'
import { readerWithCard, shownReaders } from '#test/main/workstation/shown-readers.ts'
import { KeyUsageFlags } from '@peculiar/x509'
import { listEntries, longList } from '#test/world/long-list.ts'
import { makeSoftToken, softTokenMissing } from '#test/world/soft-token.ts'
import { type CardIssuer, cardIssuer, daysFromNow, type SoftwareCard } from '#test/world/software-card.ts'
import type { Bench, BenchRow } from './row.ts'

const patients = 100_000
const rounds = 9
const mostMs = 1_500
const pin = '1234'
/** Cards that the list of their authority revokes; those of the bench are not on it. */
const revoked = 200_000
/** Of the doctor of the training cabinet. */
const nationalId = '899700000005'

interface Card {
  readonly cards: ProfessionalCards
  readonly insertion: number
  readonly certificate: string
}

/**
 * From the code, once typed, to the first page of the list: the code and the signature asked of a PKCS#11 token, the key
 * derived, the file opened, the session, the first search. The token is SoftHSM: a real card is slower, and what is left of
 * the budget is its own.
 */
async function benchCps(): Promise<readonly BenchRow[]> {
  if (softTokenMissing !== null) {
    process.stderr.write(`cps-opening: not measured, ${softTokenMissing}\n`)
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-bench-cps-'))
  const issuer = await cardIssuer()
  const [authentication, signature] = await Promise.all([
    issuer.card({ nationalId, category: 0x80, serialNumber: '7B01' }),
    issuer.card({ nationalId, category: 0x80, serialNumber: '7B02', usage: KeyUsageFlags.nonRepudiation }),
  ])
  const core = composeCore({
    version: '0',
    stateFolder: join(folder, 'state'),
    cabinetsFolder: join(folder, 'cabinets'),
    backupsFolder: join(folder, 'backups'),
    scheduled: false,
  })
  const token = await makeSoftToken({
    serialNumber: '2800099001',
    pin,
    issued: { authentication: certified(authentication), signature: certified(signature) },
  })
  const cards = professionalCards({
    readers: shownReaders([readerWithCard(1)]),
    insertions: countInsertions(),
    failures: keptFailures(),
    modulePath: token.module,
  })
  try {
    const seat = connectInMemory(core, { kind: 'test', name: 'bench' })
    const read = valueOf(await cards.read())
    const card = { cards, insertion: read.insertion, certificate: read.authentication }
    const { cabinetId, importedInMs } = await enrolled(seat, card, issuer)
    const totals: number[] = []
    const ofCard: number[] = []
    const ofOpening: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      await seat.call(contract.cabinet.close, { withBackup: false })
      await cards.forgetPin()
      const started = performance.now()
      const slot = await seat.call(contract.cards.slotOf, { cabinetId, certificate: card.certificate })
      if (!slot.ok) throw new Error(slot.problem)
      const asked = performance.now()
      valueOf(await cards.enterPin(card.insertion, pin))
      const signature = await sign(card, slot.value.proof)
      const signed = performance.now()
      const { slotId } = slot.value.proof
      const open = { cabinetId, slotId, certificate: card.certificate, signature }
      const opened = await seat.call(contract.cards.open, open)
      if (!opened.ok) throw new Error(opened.problem)
      const openedAt = performance.now()
      const listed = await seat.call(contract.patients.search, { text: '', limit: 50 })
      if (!listed.ok || listed.value.rows.length !== 50) throw new Error('the cabinet did not open on its list')
      totals.push(performance.now() - started)
      ofCard.push(signed - asked)
      ofOpening.push(openedAt - signed)
    }
    return [
      row(
        'CPS: code typed to patient list of 100,000, with 200,000 revoked cards, core and card side, median',
        median(totals),
        mostMs,
      ),
      row('of which code and signature at the PKCS#11 token, median', median(ofCard), mostMs / 3),
      row('of which key derived, file opened, card judged and session, median', median(ofOpening), mostMs / 3),
      row('CPS: a list of 200,000 revoked cards imported', importedInMs, mostMs),
    ]
  } finally {
    await cards.close()
    await core.dispose()
    await token.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The bench of the opening with a card. */
export const bench: Bench = benchCps

/** Makes the training cabinet, has it believe the issuer and know its list, and gives the card of its doctor a key slot. */
async function enrolled(
  seat: MemorySeat,
  card: Card,
  issuer: CardIssuer,
): Promise<{ readonly cabinetId: string; readonly importedInMs: number }> {
  const started = await seat.call(contract.cabinet.prepareTraining, { patients })
  if (!started.ok) throw new Error(started.problem)
  for (;;) {
    const reply = await seat.call(contract.jobs.get, started.value)
    if (!reply.ok || reply.value.job.state === 'failed') throw new Error('no training cabinet')
    if (reply.value.job.state === 'done') break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const accounts = await seat.call(contract.cabinet.trainingAccounts, {})
  const listed = await seat.call(contract.cabinet.list, {})
  if (!accounts.ok || !listed.ok) throw new Error('no training accounts')
  const [cabinet] = listed.value.cabinets
  const account = accounts.value.accounts.find(({ displayName }) => displayName.includes('MARCHAND'))
  const administrator = accounts.value.accounts.find(({ role }) => role === 'administrator')
  if (cabinet === undefined || account === undefined || administrator === undefined) throw new Error('no accounts')
  const { cabinetId } = cabinet
  const { userId, password } = account
  const { userId: adminId, password: adminPassword } = administrator
  const first = await seat.call(contract.cabinet.open, { cabinetId, userId: adminId, password: adminPassword })
  if (!first.ok) throw new Error(first.problem)
  const importedInMs = await trusted(seat, issuer)
  const opened = await seat.call(contract.cabinet.open, { cabinetId, userId, password })
  if (!opened.ok) throw new Error(opened.problem)
  const begun = await seat.call(contract.cards.enrolBegin, { password, certificate: card.certificate })
  if (!begun.ok) throw new Error(begun.problem)
  valueOf(await card.cards.enterPin(card.insertion, pin))
  const signatures: [string, string] = [await sign(card, begun.value.proof), await sign(card, begun.value.proof)]
  const { slotId } = begun.value.proof
  const done = await seat.call(contract.cards.enrolFinish, { slotId, signatures, adoptRpps: null })
  if (!done.ok) throw new Error(done.problem)
  return { cabinetId, importedInMs }
}

/** How long the import of the list took, in ms. */
async function trusted(seat: MemorySeat, { root, authority }: CardIssuer): Promise<number> {
  for (const { der } of [root, authority]) {
    const added = await seat.call(contract.cards.addAuthorities, { file: Buffer.from(der).toString('base64url') })
    if (!added.ok) throw new Error(added.problem)
  }
  const entries = listEntries(revoked, 0x7c00_0000)
  const file = Buffer.from(longList(authority, { entries, from: daysFromNow(-1), to: daysFromNow(6) }))
  const started = performance.now()
  const taken = await seat.call(contract.cards.addRevocations, { file: file.toString('base64url') })
  if (!taken.ok || taken.value.lists[0]?.entries !== revoked) throw new Error('the list was not taken')
  return performance.now() - started
}

async function sign(
  { cards, insertion }: Card,
  { cabinetId, slotId, challenge }: { readonly cabinetId: string; readonly slotId: string; readonly challenge: string },
): Promise<string> {
  const message = Buffer.from(slotMessage(cabinetId, slotId, challenge), 'utf8')
  return Buffer.from(valueOf(await cards.signMessage(insertion, message)).signature).toString('base64url')
}

function certified({ der, privateKey }: SoftwareCard) {
  return { certificate: der, privateKey: String(privateKey.export({ format: 'pem', type: 'pkcs8' })) }
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.problem)
  return answer.value
}

function row(name: string, value: number, most: number): BenchRow {
  return { name, value, unit: 'ms', budget: `≤ ${most} ms`, ok: value <= most }
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}
