import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { Teleservices } from '#core/ports/index.ts'
import { judge } from '#test/simulators/insi/reading.ts'
import { mainSchema, schemas } from '#test/simulators/insi/schemas.ts'
import { type CardSeat, holdCards, rppsOf } from '#test/world/card-seat.ts'
import { keptLog } from '#test/world/log.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'
import { readyToCall, testTeleservices } from '#test/world/teleservices.ts'
import { nir, onCard, vitaleCardOf } from '#test/world/vitale.ts'
import { isThere, xmllintValidates, xmlsecVerifies } from '#test/world/xml-witnesses.ts'

const { identity, jobs, reimbursements, rights, teleservices, vitale } = contract
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion'

/** What left the core, last first. */
const sent: string[] = []
const simulated = testTeleservices(keptLog())
const listened: Teleservices = {
  post: (request) => {
    sent.unshift(request.body)
    return simulated.post(request)
  },
  training: () => simulated.training(),
  dispose: () => simulated.dispose(),
}

const francoise = onCard({
  birthName: 'BERTIN',
  usedName: 'LACAZE',
  firstName: 'FRANÇOISE',
  birthDate: '1958-11-09',
  birthRank: 1,
  insuredNir: nir('2581133514987'),
  quality: 0,
  scheme: '01',
})

let world: World<'marchand'>
let marchand: WorldSeat
let cards: CardSeat
let patientId: string

beforeAll(async () => {
  world = await openWorld({
    people: { marchand: { roleKey: 'practitioner', lastName: 'Marchand', rpps: rppsOf('cps-marchand') } },
    ports: { teleservices: listened },
  })
  await readyToCall({ ...world, teleservices: simulated })
  marchand = world.as('marchand')
  const claims = { billingNumber: '331012349', amoSpecialty: '01', sector: 'SA07' }
  await marchand.must(teleservices.updateOwnClaims, { claims, expectedVersion: 0 })
  cards = await holdCards(marchand, { vitale: vitaleCardOf([francoise]).value })
  patientId = await marchand.createPatient({
    birthName: 'BERTIN',
    usedName: 'LACAZE',
    birthFirstNames: ['Françoise'],
    firstBirthFirstName: 'Françoise',
    sex: 'F',
    birthDate: '1958-11-09',
  })
})

afterAll(() => world[Symbol.asyncDispose]())

beforeEach(() => {
  cards.professional = 'cps-marchand'
})

async function done({ jobId }: { readonly jobId: string }): Promise<string> {
  await expect.poll(async () => (await marchand.must(jobs.get, { jobId })).job.state).not.toBe('running')
  expect((await marchand.must(jobs.get, { jobId })).job).toMatchObject({ state: 'done' })
  return sent[0] ?? ''
}

async function readCard() {
  const { reading } = await marchand.must(vitale.read, { reader: null })
  return { readingId: reading.readingId, index: 0 }
}

const byTraits = {
  by: 'traits',
  birthName: 'BERTIN',
  firstNames: 'FRANCOISE',
  sex: 'F',
  birthDate: '1958-11-09',
  birthPlaceCode: null,
} as const

/** Every kind of call of a person with their card. */
const calls: readonly (readonly [string, () => Promise<{ readonly jobId: string }>])[] = [
  ['INSi by traits', () => marchand.must(identity.ask, { patientId, search: byTraits })],
  [
    'INSi with the Vitale card',
    async () => marchand.must(identity.ask, { patientId, search: { by: 'vitale', ...(await readCard()) } }),
  ],
  ['ADRi', async () => marchand.must(rights.ask, { patientId, card: await readCard(), reason: 'asked' })],
  ['HRi', async () => marchand.must(reimbursements.ask, { patientId, ...(await readCard()) })],
]

/** Ways to make another message of what was signed. */
const forgeries: readonly (readonly [string, (xml: string) => string])[] = [
  ['another professional', (xml) => xml.replace(/(NameQualifier="CPS">)8\d/, '$180')],
  ['another billing number', (xml) => xml.replace('>331012349<', '>331012350<')],
  ['another instant', (xml) => xml.replace(/(?<=IssueInstant="\d{3})\d/, (digit) => (digit === '9' ? '8' : '9'))],
  ['another signature', (xml) => xml.replace(/(?<=<SignatureValue>)./, (letter) => (letter === 'A' ? 'B' : 'A'))],
]

describe('what a professional sends, signed by the key of signature of their card', () => {
  test.each(calls)('%s is as the schemas say', async (_, call) => {
    expect(judge(await done(await call()))).toEqual([])
  })

  test('for outside programs too, and signed for them; changed, it no longer is (needs xmlsec1 and xmllint)', async (context) => {
    if (!isThere('xmlsec1') || !isThere('xmllint')) context.skip('needs xmlsec1 and xmllint')
    for (const [what, call] of calls) {
      const xml = await done(await call())
      expect(xmllintValidates(xml, schemas, mainSchema), what).toMatchObject({ accepted: true })
      expect(xmlsecVerifies(xml, assertion), what).toMatchObject({ accepted: true })
      for (const [forgery, change] of forgeries) {
        const forged = change(xml)
        expect(forged, forgery).not.toBe(xml)
        expect(xmlsecVerifies(forged, assertion).accepted, `${what}: ${forgery}`).toBe(false)
      }
    }
  })

  test('no two messages have one identifier, and none bears a name but where the service wants it', async () => {
    sent.length = 0
    for (const [, call] of calls) await done(await call())
    const identifiers = sent.flatMap((xml) => /MessageID[^>]*>([^<]+)</.exec(xml)?.[1] ?? [])
    expect(new Set(identifiers).size).toBe(calls.length)
    const [, rightsAsked] = sent
    expect(rightsAsked).not.toMatch(/LACAZE|BERTIN|FRAN/)
  })
})

test('by the certificate of the cabinet, INSi alone is asked, and nobody signs', async () => {
  cards.professional = null
  const xml = await done(await marchand.must(identity.ask, { patientId, search: byTraits }))
  expect(judge(xml)).toEqual([])
  expect(xml).not.toContain('<Assertion')
  const before = sent.length
  const { jobId } = await marchand.must(rights.ask, { patientId, card: await readCard(), reason: 'asked' })
  await expect.poll(async () => (await marchand.must(jobs.get, { jobId })).job.state).toBe('failed')
  expect(sent.length).toBe(before)
})
