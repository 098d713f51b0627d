import { execFile } from 'node:child_process'
import { createHash, verify, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { slotMessage } from '#app/devices/proofs.ts'
import { countInsertions } from '#main/workstation/compose.ts'
import { startModuleThread } from '#main/workstation/card-module-start.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import type { Answer, ProfessionalCards } from '#main/workstation/ports.ts'
import { type ProfessionalCardsOptions, professionalCards } from '#main/workstation/professional-cards.ts'
import { emptyReader, readerWithCard, type ShownReaders, shownReaders } from './shown-readers.ts'
import { makeStrictModule, type StrictModule, strictModuleMissing } from './strict-module.ts'

const run = promisify(execFile)

const message = Buffer.from(slotMessage('0a6f9c1e-2f6b-4a5e-8a53-4b1f0d7a1e01', 'slot', 'challenge'), 'utf8')

describe.skipIf(strictModuleMissing !== null)('a professional card (needs softhsm2, opensc, openssl and cc)', () => {
  let strict: StrictModule
  let readers: ShownReaders
  let failures: ReturnType<typeof keptFailures>
  const opened: ProfessionalCards[] = []

  beforeAll(async () => {
    strict = await makeStrictModule()
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await strict.misbehave(null)
    await Promise.all(opened.splice(0).map((cards) => cards.close()))
  })
  afterAll(async () => {
    await strict.remove()
  })

  function open(options: Partial<ProfessionalCardsOptions> = {}): ProfessionalCards {
    readers = shownReaders([emptyReader])
    readers.show({ readers: [readerWithCard(7)] })
    failures = keptFailures()
    const insertions = countInsertions()
    const cards = professionalCards({ readers, insertions, failures, modulePath: strict.path, ...options })
    opened.push(cards)
    return cards
  }

  test('shows its holder, its number and its speciality without a code', async () => {
    const cards = open()
    const card = valueOf(await cards.read())
    expect(card).toMatchObject({
      insertion: 7,
      reader: 'Gemalto PC Twin Reader 00 00',
      cardNumber: strict.token.cardNumber,
      nationalId: '899700000005',
      lastName: 'MARCHAND',
      speciality: 'SM26',
      pin: 'ok',
      pinEntered: false,
      training: false,
    })
    expect(Buffer.from(card.authentication, 'base64url')).toEqual(
      Buffer.from(strict.token.issued.authentication.certificate),
    )
    expect(Buffer.from(card.signature ?? '', 'base64url')).toEqual(
      Buffer.from(strict.token.issued.signature.certificate),
    )
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'pin.needed' })
    expect(await cards.module()).toEqual({
      status: 'ready',
      path: strict.path,
      description: 'Implementation of PKCS11 2.6',
    })
  })

  test('tells the tries left, and is opened by the right code after two wrong ones', async () => {
    const cards = open()
    expect(await cards.enterPin(7, '0000')).toEqual({ ok: false, problem: 'pin.wrong', triesLeft: 2 })
    expect(valueOf(await cards.read()).pin).toBe('low')
    expect(await cards.enterPin(7, '0001')).toEqual({ ok: false, problem: 'pin.wrong', triesLeft: 1 })
    expect(valueOf(await cards.read())).toMatchObject({ pin: 'last-try', pinEntered: false })
    expect(await cards.enterPin(7, '1234')).toEqual({ ok: true, value: {} })
    expect(valueOf(await cards.read())).toMatchObject({ pin: 'ok', pinEntered: true })
  })

  test('blocked by the third wrong code, it is not asked again', async () => {
    const cards = open()
    for (const pin of ['0000', '0001']) await cards.enterPin(7, pin)
    expect(await cards.enterPin(7, '0002')).toEqual({ ok: false, problem: 'pin.blocked' })
    expect(await cards.enterPin(7, '1234')).toEqual({ ok: false, problem: 'pin.blocked' })
    expect(valueOf(await cards.read()).pin).toBe('blocked')
    const logins = failures.list().filter(({ doing }) => doing === 'pkcs11 login')
    expect(logins.map(({ code }) => code)).toEqual(['CKR_PIN_INCORRECT', 'CKR_PIN_INCORRECT', 'CKR_PIN_INCORRECT'])
  })

  test('a wrong code is refused even while the right one is kept', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    expect(await cards.enterPin(7, '4321')).toMatchObject({ ok: false, problem: 'pin.wrong' })
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'pin.needed' })
  })

  test('signs messages by its authentication key, always the same, as node and openssl both verify', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    const first = valueOf(await cards.signMessage(7, message))
    const again = valueOf(await cards.signMessage(7, message))
    expect(Buffer.from(again.signature)).toEqual(Buffer.from(first.signature))
    const other = valueOf(await cards.signMessage(7, Buffer.from('another')))
    expect(Buffer.from(other.signature)).not.toEqual(Buffer.from(first.signature))
    const { publicKey } = new X509Certificate(strict.token.issued.authentication.certificate)
    expect(verify('sha256', message, publicKey, first.signature)).toBe(true)
    expect(await opensslVerifies(first.certificate, message, first.signature)).toBe(true)
    expect(await opensslVerifies(first.certificate, Buffer.from('another'), first.signature)).toBe(false)
  })

  test('signs documents by its signature key alone', async () => {
    const cards = open()
    const digest = createHash('sha256').update('an ordonnance').digest()
    expect(await cards.signDigest(null, digest)).toEqual({ ok: false, problem: 'pin.needed' })
    await cards.enterPin(7, '1234')
    const { signature, certificate } = valueOf(await cards.signDigest(strict.token.cardNumber, digest))
    const keyOf = (der: Uint8Array) => new X509Certificate(der).publicKey
    expect(verify('sha256', Buffer.from('an ordonnance'), keyOf(certificate), signature)).toBe(true)
    const { authentication } = strict.token.issued
    expect(verify('sha256', Buffer.from('an ordonnance'), keyOf(authentication.certificate), signature)).toBe(false)
    expect(await opensslVerifies(certificate, Buffer.from('an ordonnance'), signature)).toBe(true)
    expect(await cards.signDigest('8025000001/2899999999', digest)).toEqual({ ok: false, problem: 'card.absent' })
  })

  test('makes the same signature where the module only signs a DigestInfo', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    const hashedByCard = valueOf(await cards.signMessage(7, message))
    await strict.misbehave('no-sha256')
    const hashedHere = valueOf(await cards.signMessage(7, message))
    expect(Buffer.from(hashedHere.signature)).toEqual(Buffer.from(hashedByCard.signature))
  })

  test('leaves the code to a reader with keys of its own', async () => {
    await strict.misbehave('pin-pad')
    const cards = open()
    expect(await cards.enterPin(7, '0000')).toEqual({ ok: true, value: {} })
    expect((await cards.signMessage(7, message)).ok).toBe(true)
  })

  test('forgets the code when the seat is locked', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    await cards.forgetPin()
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'pin.needed' })
    expect(valueOf(await cards.read()).pinEntered).toBe(false)
  })

  test('withdrawn and put back, it is another insertion, whose code is asked again', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    readers.show({ readers: [emptyReader] })
    expect(await cards.read()).toEqual({ ok: false, problem: 'card.absent' })
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'card.absent' })
    readers.show({ readers: [readerWithCard(8)] })
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'card.withdrawn' })
    expect(await cards.enterPin(7, '1234')).toEqual({ ok: false, problem: 'card.withdrawn' })
    expect(valueOf(await cards.read())).toMatchObject({ insertion: 8, pinEntered: false })
    expect(await cards.signMessage(8, message)).toEqual({ ok: false, problem: 'pin.needed' })
  })

  test('says so when it goes while it signs, and asks the code again', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    await strict.misbehave('removed')
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'card.withdrawn' })
    await strict.misbehave(null)
    await enteredAgain(cards)
  })

  test('that no longer answers its module is unreadable, and asks the code again', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    await strict.misbehave('error')
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'card.unreadable' })
    await strict.misbehave(null)
    await enteredAgain(cards)
  })

  test('made to forget its code by another program, it asks it again', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    await strict.misbehave('forgets')
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'pin.needed' })
    await strict.misbehave(null)
    await enteredAgain(cards)
  })

  test('in readers that are not known yet is waited for, and has their insertion', async () => {
    const cards = open()
    readers.show({ service: 'starting', readers: [] })
    setTimeout(() => readers.show({ service: 'ready', readers: [readerWithCard(9)] }), 300)
    expect(valueOf(await cards.read()).insertion).toBe(9)
  })

  test('gives no signature that its own certificate does not verify', async () => {
    const cards = open()
    await cards.enterPin(7, '1234')
    await strict.misbehave('forged')
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'card.unreadable' })
  })

  test.each([
    ['hang', 'card.slow', 'MODULE_HUNG'],
    ['crash', 'module.failed', 'MODULE_CRASHED'],
  ] as const)('a module that does %s is named, and takes nothing with it', async (misdeed, problem, code) => {
    const cards = open({ timeouts: { sign: 400 } })
    await cards.enterPin(7, '1234')
    const [former] = await moduleProcesses()
    expect(former).toBeDefined()
    await strict.misbehave(misdeed)
    expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem })
    expect(failures.list()[0]).toMatchObject({ code, doing: 'pkcs11 sign', reader: 'Gemalto PC Twin Reader 00 00' })
    await strict.misbehave(null)
    // Another process holds it, and knows no code.
    expect(valueOf(await cards.read())).toMatchObject({ insertion: 7, pinEntered: false })
    const now = await moduleProcesses()
    expect(now).toHaveLength(1)
    expect(now).not.toContain(former)
    await enteredAgain(cards)
    await cards.close()
    await expect.poll(moduleProcesses).toEqual([])
  })

  test('a code is in no argument, no environment and no diagnostic', async () => {
    vi.stubEnv('CPS3_DEBUG', '10')
    const cards = open()
    const pin = '73915'
    await cards.enterPin(7, pin)
    await cards.enterPin(7, '1234')
    const children = await moduleProcesses()
    expect(children).toHaveLength(1)
    for (const child of children) {
      for (const file of ['cmdline', 'environ']) {
        expect(await readFile(`/proc/${child}/${file}`, 'latin1')).not.toContain(pin)
      }
      expect(await readFile(`/proc/${child}/environ`, 'latin1')).not.toContain('CPS3_DEBUG')
    }
    expect(JSON.stringify(failures.list())).not.toContain(pin)
  })

  test('where no process may be started, a thread holds the module', async () => {
    const cards = open({ startChild: startModuleThread })
    expect(valueOf(await cards.read()).lastName).toBe('MARCHAND')
    expect(await cards.enterPin(7, '1234')).toEqual({ ok: true, value: {} })
    expect((await cards.signMessage(7, message)).ok).toBe(true)
    expect(await moduleProcesses()).toEqual([])
  })

  test('without PC/SC, the token of the module is the card, and its absence is noticed', async () => {
    const own = await makeStrictModule()
    const cards = open({ modulePath: own.path })
    readers.show({ service: 'service-absent', readers: [] })
    const before = valueOf(await cards.read())
    expect(before).toMatchObject({ insertion: 1, reader: null })
    expect(valueOf(await cards.read()).insertion).toBe(1)
    expect(await cards.enterPin(1, '1234')).toEqual({ ok: true, value: {} })
    expect((await cards.signMessage(1, message)).ok).toBe(true)
    await own.remove()
    expect(await cards.signMessage(1, message)).toMatchObject({ ok: false })
  })
})

/** Of this process, those that hold a module. */
async function moduleProcesses(): Promise<string[]> {
  const children = (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')).trim().split(' ')
  const lines = await Promise.all(
    children.map(async (child) => ({ child, line: await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '') })),
  )
  return lines.flatMap(({ child, line }) => (line.includes('card-module') ? [child] : []))
}

async function enteredAgain(cards: ProfessionalCards): Promise<void> {
  expect(await cards.signMessage(7, message)).toEqual({ ok: false, problem: 'pin.needed' })
  expect(await cards.enterPin(7, '1234')).toEqual({ ok: true, value: {} })
  expect((await cards.signMessage(7, message)).ok).toBe(true)
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`refused: ${answer.problem}`)
  return answer.value
}

async function opensslVerifies(certificate: Uint8Array, signed: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'openssl-'))
  const file = async (name: string, content: Uint8Array | string) => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
  const pem = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' })
  const key = await file('key.pem', pem)
  const given = ['-signature', await file('signature', signature), await file('message', signed)]
  const verified = await run('openssl', ['dgst', '-sha256', '-verify', key, ...given]).then(
    ({ stdout }) => stdout.includes('Verified OK'),
    () => false,
  )
  await rm(folder, { recursive: true })
  return verified
}
