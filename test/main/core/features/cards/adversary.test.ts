import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { identityMessage, slotMessage } from '#app/devices/proofs.ts'
import { policyOf } from '#app/kernel/operation.ts'
import { verifyBackup } from '#core/db/backup/index.ts'
import { type CardAnswer, publicKeyHash } from '#core/db/card-proof.ts'
import { cardSlotFor, challengeOf, planCardSlot, unlockWithCard } from '#core/db/card-slots.ts'
import { deriveFromSecret, unwrapKey } from '#core/db/key-wrapping.ts'
import { CabinetKey } from '#core/db/keyslots.ts'
import { type CardSlot, type Manifest, readManifest, writeManifest } from '#core/db/manifest.ts'
import type { Keyring } from '#core/ports/index.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { codeFiles, textOf } from '#test/architecture/tree.ts'
import { keptLog } from '#test/world/log.ts'
import { openWorld, testPassword, testPasswordCost, type World } from '#test/world/open-world.ts'
import { type CardIssuer, cardIssuer, enrol, type SoftwareCard, trustIssuer } from '#test/world/software-card.ts'

const { backups, cabinet, cards } = contract

/** Every file of the program where a key is found or a file opened with one, and what of it is attacked below. */
const whereKeysAre: Readonly<Record<string, string>> = {
  'main/core/core.ts': 'the start of a program asks the vault to look in the keyring',
  'main/core/features/cabinet/handlers.ts': 'asks the vault of the seat, with the recovery sheet as typed',
  'main/core/vault/vault.ts': 'password and keyring: cabinet.open, and the start of a program',
  'main/core/vault/unlocking.ts': 'recovery sheet and card: cabinet.openWithRecoveryKey, cards.open',
  'main/core/db/keyslots.ts': 'the slots themselves, by their secrets',
  'main/core/db/card-slots.ts': 'the slot of a card, by what it signed',
  'main/core/db/cabinet-keys.ts': 'of a cabinet already open: a password asked again, a renewed card',
  'main/core/db/create-cabinet.ts': 'a new cabinet, under a key of its own',
  'main/core/db/open-cabinet.ts': 'of a cabinet already open: heads of the journal in its backups',
  'main/core/db/rekey.ts': 'of a cabinet already open: its data keys',
  'main/core/db/backup/restore.ts': 'a backup put back: closed, under the slots of its day',
  'main/core/db/backup/verify.ts': 'a backup opened to be verified, by a slot of its day',
}
const findsKeys =
  /\b(?:unlockWithPassword|unlockWithRecoveryKey|unlockWithKeyring|unlockWithCard|openCabinetFile(?:<[^>]*>)?|dataKeyOf|unwrapDataKey|unwrapKey|new CabinetKey)\(/

/** What may be asked of a program in which nothing is open, and what it does with a key. */
const beforeOpening: Readonly<Record<string, 'attacked below' | 'finds no key'>> = {
  'cabinet.open': 'attacked below',
  'cabinet.openWithRecoveryKey': 'attacked below',
  'cards.open': 'attacked below',
  'cards.signIn': 'attacked below',
  'backups.restore': 'attacked below',
  'cards.slotOf': 'finds no key',
  'cards.challenge': 'finds no key',
  'cabinet.describe': 'finds no key',
  'cabinet.list': 'finds no key',
  'cabinet.addFolder': 'finds no key',
  'cabinet.create': 'finds no key',
  'cabinet.prepareTraining': 'finds no key',
  'cabinet.trainingAccounts': 'finds no key',
  'backups.list': 'finds no key',
  'backups.inspect': 'finds no key',
  'jobs.get': 'finds no key',
  'jobs.steer': 'finds no key',
  'sessions.current': 'finds no key',
  'devices.watchRequests': 'finds no key',
  'devices.answer': 'finds no key',
}

test('every place of the program where a key is found is known here', () => {
  const found = codeFiles().filter(
    (path) =>
      /^(?:main|app|renderer)\//.test(path) &&
      findsKeys.test(textOf(path).replace(/^(?:export )?(?:async )?function .*$/gm, '')),
  )
  expect(found.toSorted()).toEqual(Object.keys(whereKeysAre).toSorted())
})

test('everything that may be asked before a cabinet is open is known here', () => {
  const asked = Object.values(contract)
    .flatMap((operations) => Object.values(operations))
    .map((operation) => policyOf(operation))
    .filter(({ needs }) => needs === 'nothing')
    .map(({ name }) => name)
  expect(asked.filter((name) => !(name in beforeOpening))).toEqual([])
})

describe('a stolen copy, and everything but the card', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vol-'))
  const stolen = join(folder, 'cabinets', 'Vol.cabinet')
  let issuer: CardIssuer
  let world: World<'anna'>
  let card: SoftwareCard
  let manifest: Manifest
  let slot: CardSlot
  let backupPath: string
  let formerManifest: Manifest
  /** What somebody may have collected: a signature, with the key that made it. */
  let loot: readonly (readonly [what: string, answer: CardAnswer])[]

  const looked: string[] = []
  /** A keyring that answers whatever is asked, as one that the thief filled would. */
  const keyring: Keyring = {
    available: async () => true,
    keep: async () => undefined,
    find: async (name) => {
      looked.push(name)
      return new Uint8Array(randomBytes(32))
    },
    forget: async () => undefined,
  }

  const spkiOf = ({ publicKey }: Pick<SoftwareCard, 'publicKey'>) =>
    new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const answerOf = (from: Pick<SoftwareCard, 'publicKey'>, signature: string): CardAnswer => ({
    publicKey: spkiOf(from),
    signature: new Uint8Array(Buffer.from(signature, 'base64url')),
  })

  beforeAll(async () => {
    issuer = await cardIssuer()
    world = await openWorld({ people: { anna: { roleKey: 'practitioner', rpps: '99700000013' } } })
    await trustIssuer(world.as('admin'), issuer)
    card = await issuer.card({ nationalId: '899700000013' })
    const anna = world.as('anna')
    const former = await enrol(anna, card)
    formerManifest = await readManifest(world.cabinetFolder)
    const formerSlot = formerManifest.slots.find((one): one is CardSlot => one.kind === 'card')
    if (formerSlot === undefined) throw new Error('the card has no slot')
    await anna.must(cards.remove, { cardId: former.cardId })
    await enrol(anna, card)
    const { jobId } = await world.as('admin').must(backups.start, {})
    await endOf(world.as('admin'), jobId)
    await world.core.dispose()
    backupPath = join(world.backupsFolder, readdirSync(world.backupsFolder)[0] ?? '')
    manifest = await readManifest(world.cabinetFolder)
    const present = manifest.slots.find((one): one is CardSlot => one.kind === 'card')
    if (present === undefined) throw new Error('the card has no slot')
    slot = present
    const challenge = challengeOf(slot)
    const asked = { cabinetId: manifest.cabinetId, slotId: slot.slotId, challenge }
    const signaturePair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const documentSignature = sign(
      'sha256',
      Buffer.from(slotMessage(asked.cabinetId, asked.slotId, challenge)),
      signaturePair.privateKey,
    )
    const others = await issuer.card({ nationalId: '899700000021' })
    loot = [
      // A host turned malicious has the card recognise it, with the very challenge of the slot.
      ['an identity signed over the challenge of the slot', answerOf(card, card.proveIdentity(asked))],
      [
        'an identity signed over anything else',
        answerOf(card, card.sign(identityMessage(asked.cabinetId, 'A'.repeat(43)))),
      ],
      [
        'what opened a former slot of the same card',
        answerOf(card, card.proveSlot({ ...asked, slotId: formerSlot.slotId, challenge: challengeOf(formerSlot) })),
      ],
      [
        'the same challenge signed for another cabinet',
        answerOf(card, card.proveSlot({ ...asked, cabinetId: randomUUID() })),
      ],
      [
        'the message of the slot signed by the signature key',
        {
          publicKey: new Uint8Array(signaturePair.publicKey.export({ type: 'spki', format: 'der' })),
          signature: new Uint8Array(documentSignature),
        },
      ],
      [
        'that, passed for the authentication key',
        { publicKey: spkiOf(card), signature: new Uint8Array(documentSignature) },
      ],
      ['the card of somebody else', answerOf(others, others.proveSlot(asked))],
      ['that, passed for this card', { ...answerOf(card, others.proveSlot(asked)) }],
      ['the signature in the certificate', { publicKey: spkiOf(card), signature: card.der.slice(-256) }],
      ['the certificate', { publicKey: spkiOf(card), signature: card.der }],
      ['the challenge', { publicKey: spkiOf(card), signature: new Uint8Array(Buffer.from(slot.challenge, 'base64')) }],
      ['nothing', { publicKey: spkiOf(card), signature: new Uint8Array(256) }],
    ]
  })
  afterAll(async () => {
    await world[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A program of the thief's own, with the copy among its cabinets, and its seat. */
  async function thief(change: (present: Manifest) => Manifest = (present) => present) {
    rmSync(folder, { recursive: true, force: true })
    cpSync(world.cabinetFolder, stolen, { recursive: true })
    if (change !== undefined) await writeManifest(stolen, change(await readManifest(stolen)))
    const core = composeCore({
      version: '0.0.0-test',
      stateFolder: join(folder, 'etat'),
      cabinetsFolder: join(folder, 'cabinets'),
      backupsFolder: join(folder, 'sauvegardes'),
      passwordCost: testPasswordCost,
      ports: { clock: world.clock, logger: keptLog(), keyring },
    })
    const seat = connectInMemory(core, { kind: 'electron', name: 'voleur' })
    return { core, seat, [Symbol.asyncDispose]: () => core.dispose() }
  }
  async function mustBeClosed(seat: MemorySeat) {
    expect(await seat.call(cabinet.describe, {})).toMatchObject({ ok: true, value: { open: null } })
    expect(await seat.call(contract.patients.counts, {})).toMatchObject({ problem: 'cabinet.not-open' })
  }
  const opening = (signature: Uint8Array, slotId = slot.slotId) => ({
    cabinetId: manifest.cabinetId,
    slotId,
    certificate: card.certificate,
    signature: Buffer.from(signature).toString('base64url'),
  })

  test('with the card itself it opens: what follows is not refused for another reason', async () => {
    await using program = await thief()
    const proof = { cabinetId: manifest.cabinetId, slotId: slot.slotId, challenge: challengeOf(slot) }
    const signature = Buffer.from(card.proveSlot(proof), 'base64url')
    expect(await program.seat.call(cards.open, opening(signature))).toMatchObject({ ok: true })
  })

  test('nothing collected opens the slot, by the program or by hand', async () => {
    for (const [what, answer] of loot) {
      expect(unlockWithCard(manifest, slot, answer), what).toBe('refused')
      // The derivation alone, with whatever it should be bound to: the signature is missing, not a check.
      const wrapping = deriveFromSecret(answer.signature, Buffer.from(slot.salt, 'base64'), 'card')
      const binding = ['slot', manifest.cabinetId, slot.slotId, 'card', slot.userId, slot.nationalId]
      const bound = [...binding, slot.publicKeyHash, slot.challenge]
      expect(unwrapKey(wrapping, slot.master, bound), what).toBeNull()
    }
  })

  test('cards.open refuses each of it, then makes it wait, and nothing is open', async () => {
    await using program = await thief()
    for (const [what, { signature }] of loot) {
      if (signature.length < 256 || signature.length > 512) continue
      const reply = await program.seat.call(cards.open, opening(signature))
      expect(reply.ok ? 'opened' : reply.problem, what).toMatch(/^(?:card\.proof-refused|cabinet\.wait)$/)
      world.clock.forward(15 * 60_000)
    }
    await mustBeClosed(program.seat)
  })

  test('cabinet.open and cabinet.openWithRecoveryKey refuse what the copy and the card tell', async () => {
    await using program = await thief()
    const { seat } = program
    const known = [
      slot.label,
      slot.nationalId,
      '99700000013',
      slot.challenge,
      slot.publicKeyHash,
      card.certificate.slice(0, 200),
    ]
    for (const password of known) {
      const reply = await seat.call(cabinet.open, { cabinetId: manifest.cabinetId, userId: slot.userId, password })
      expect(reply).toMatchObject({ ok: false })
      world.clock.forward(15 * 60_000)
      const recoveryKey = password.slice(0, 200)
      const asked = {
        cabinetId: manifest.cabinetId,
        recoveryKey,
        userId: slot.userId,
        newPassword: 'chêne lampe rivage 12',
      }
      expect(await seat.call(cabinet.openWithRecoveryKey, asked)).toMatchObject({ ok: false })
      world.clock.forward(15 * 60_000)
    }
    await mustBeClosed(seat)
  })

  test('a program of another computer does not open it by its keyring when it starts', async () => {
    await using program = await thief((present) => ({
      ...present,
      slots: [
        ...present.slots,
        // A slot that says it trusts this computer: it was made by whoever holds no key.
        {
          kind: 'keyring',
          slotId: randomUUID(),
          createdAt: present.createdAt,
          label: '',
          salt: randomBytes(16).toString('base64'),
          master: slot.master,
        },
      ],
    }))
    // Asked after it: what a program does by itself when it starts is over.
    const asked = { cabinetId: manifest.cabinetId, userId: slot.userId, password: 'rien' }
    expect(await program.seat.call(cabinet.open, asked)).toMatchObject({ problem: 'cabinet.wrong-password' })
    expect(looked.length).toBeGreaterThan(0)
    world.clock.forward(15 * 60_000)
    await mustBeClosed(program.seat)
  })

  test('recognising a card opens nothing: its challenges are only given where the cabinet is open', async () => {
    await using program = await thief()
    const challenge = challengeOf(slot)
    const identity = card.proveIdentity({ cabinetId: manifest.cabinetId, challenge })
    const signed = { challenge, certificate: card.certificate, signature: identity }
    expect(await program.seat.call(cards.signIn, signed)).toMatchObject({ problem: 'card.host-closed' })
    expect(await program.seat.call(cards.unlock, signed)).toMatchObject({ problem: 'cabinet.not-open' })
    await mustBeClosed(program.seat)
  })

  test('a slot of the thief’s own, written in the manifest, opens nothing of the cabinet', async () => {
    const own = await issuer.card({ nationalId: '899700000013' })
    const fake = CabinetKey.random(manifest.cabinetId)
    const plan = planCardSlot({ slotId: randomUUID(), createdAt: manifest.createdAt })
    const signature = own.proveSlot({ cabinetId: manifest.cabinetId, slotId: plan.slotId, challenge: plan.challenge })
    const owner = { userId: slot.userId, cardNumber: slot.label, nationalId: slot.nationalId }
    const forged = cardSlotFor(fake, plan, owner, answerOf(own, signature))
    // Its own key wrapped by its own slot; and the real slot, told to be of its card.
    const told = { ...slot, publicKeyHash: publicKeyHash(spkiOf(own)) }
    await using program = await thief((present) => ({
      ...present,
      slots: [...present.slots.filter((one) => one.kind !== 'card'), forged, told],
    }))
    const certificate = own.certificate
    const asked = { cabinetId: manifest.cabinetId, slotId: plan.slotId, certificate, signature }
    expect(await program.seat.call(cards.open, asked)).toMatchObject({ problem: 'cabinet.damaged' })
    const proof = { cabinetId: manifest.cabinetId, slotId: told.slotId, challenge: challengeOf(told) }
    expect(unlockWithCard(manifest, told, answerOf(own, own.proveSlot(proof)))).toBe('damaged')
    await mustBeClosed(program.seat)
  })

  test('a card that was taken away does not open it again with the manifest of its day', async () => {
    const former = formerManifest.slots.find((one): one is CardSlot => one.kind === 'card')
    if (former === undefined) throw new Error('the card had no slot')
    await using program = await thief((present) => ({ ...present, slots: formerManifest.slots }))
    const proof = { cabinetId: manifest.cabinetId, slotId: former.slotId, challenge: challengeOf(former) }
    const signature = Buffer.from(card.proveSlot(proof), 'base64url')
    expect(await program.seat.call(cards.open, opening(signature, former.slotId))).toMatchObject({
      problem: 'card.not-enrolled',
    })
    await mustBeClosed(program.seat)
  })

  test('a stolen backup is neither verified nor read with what was collected, and restored it is closed', async () => {
    // The whole backup is read at each try: those that come nearest.
    for (const [what, answer] of loot.slice(0, 3)) {
      const unlock = (of: Manifest) => {
        const found = of.slots.find((one): one is CardSlot => one.kind === 'card')
        const unlocked = found === undefined ? 'refused' : unlockWithCard(of, found, answer)
        return typeof unlocked === 'string' ? null : unlocked
      }
      await expect(verifyBackup(backupPath, unlock), what).rejects.toMatchObject({ code: 'backup.wrong-key' })
    }
    await using program = await thief()
    const { seat } = program
    const started = await seat.call(backups.restore, {
      path: backupPath,
      name: 'Cabinet volé',
      mode: 'new',
      expectedCabinetId: manifest.cabinetId,
    })
    if (!started.ok) throw new Error(started.problem)
    const { jobId } = started.value
    expect((await endOf(seat, jobId)).state).toBe('done')
    await mustBeClosed(seat)
    const listed = await seat.call(cabinet.list, {})
    const copy = listed.ok ? listed.value.cabinets.find((one) => one.name === 'Cabinet volé') : undefined
    const [, answer] = loot[0] ?? ['', { signature: new Uint8Array() }]
    const asked = { ...opening(answer.signature), cabinetId: copy?.cabinetId ?? '' }
    expect(await seat.call(cards.open, asked)).toMatchObject({ problem: 'card.proof-refused' })
    await mustBeClosed(seat)
  })

  test('the files themselves hold neither what the card signed for the slot, nor a key', async () => {
    const proof = { cabinetId: manifest.cabinetId, slotId: slot.slotId, challenge: challengeOf(slot) }
    const signature = Buffer.from(card.proveSlot(proof), 'base64url')
    const wrapping = deriveFromSecret(signature, Buffer.from(slot.salt, 'base64'), 'card')
    const unlocked = unlockWithCard(manifest, slot, { publicKey: spkiOf(card), signature })
    if (typeof unlocked === 'string') throw new Error(unlocked)
    const secrets = [signature, Buffer.from(wrapping), Buffer.from(unlocked.master), Buffer.from(testPassword)]
    const files = readdirSync(world.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name))
      for (const secret of secrets) {
        for (const form of [secret, secret.toString('base64'), secret.toString('base64url'), secret.toString('hex')]) {
          expect(bytes.includes(form), file.name).toBe(false)
        }
      }
    }
    const log = JSON.stringify(world.log.lines)
    for (const secret of secrets) expect(log).not.toContain(secret.toString('base64url'))
  })
})
