import { verify } from 'node:crypto'
import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { CardModule, ProfessionalCard } from '#app/devices/workstation.ts'
import { type ProfessionalCertificate, readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import { publicKeyOf } from '#main/protocols/signed-der.ts'
import { findCard, type FoundCard } from './card-finding.ts'
import type { ModuleRequest, ModuleValue, Pair } from './card-module-frames.ts'
import { ModuleFailure, type ModuleLine, openModuleLine } from './card-module-line.ts'
import { modulePlaces } from './card-module-places.ts'
import type { ModuleChild } from './card-module-start.ts'
import { refusalOf, sessionEnding } from './card-refusals.ts'
import type { Answer, CardReaders, FailureLog, Insertions, ProfessionalCards } from './ports.ts'

/** What the professional cards of a computer need. */
export interface ProfessionalCardsOptions {
  /** Those of PC/SC: a card is there as long as one of them shows it. */
  readonly readers: CardReaders
  readonly insertions: Insertions
  readonly failures: FailureLog
  /** Where the module is; `null` for the known places. */
  readonly modulePath: string | null
  /** The known places, best first. */
  readonly places?: readonly string[]
  readonly timeouts?: Partial<ModuleTimeouts>
  readonly startChild?: () => ModuleChild
}

/** Milliseconds after which the process of the module is taken for hung, and ended. */
export interface ModuleTimeouts {
  /** The first load reads the module's caches. */
  readonly load: number
  readonly read: number
  readonly sign: number
  readonly login: number
  /** The code is typed on the reader. */
  readonly loginOnReader: number
}

const usualTimeouts: ModuleTimeouts = { load: 15_000, read: 15_000, sign: 15_000, login: 15_000, loginOnReader: 60_000 }

/** Without PC/SC, a card in the module is looked for that often once it was read, milliseconds. */
const lookEveryMs = 2000

/** A module sees a card later than PC/SC does: it is looked for again, that many times, after so many milliseconds. */
const lateLooks = 4
const lateLookMs = 250

interface KnownCard {
  readonly slot: number
  readonly insertion: number
  readonly reader: string | null
  readonly serialNumber: string
  readonly authentication: ProfessionalCertificate
  readonly signature: ProfessionalCertificate | null
  readonly speciality: string | null
}

/** Professional cards through the PKCS#11 module of this computer, held by a process of its own. */
export function professionalCards(options: ProfessionalCardsOptions): ProfessionalCards {
  const { readers, insertions, failures } = options
  const timeouts = { ...usualTimeouts, ...options.timeouts }
  const places = options.places ?? modulePlaces(process.platform, process.arch.endsWith('64'), process.env)
  let setPath = options.modulePath
  let opened: { readonly path: string; readonly line: ModuleLine } | null = null
  let known: KnownCard | null = null
  let pinEntered = false
  /** Times the code was to be forgotten. */
  let forgotten = 0
  let looking: NodeJS.Timeout | null = null

  const forgetCard = () => {
    known = null
    pinEntered = false
    if (looking !== null) clearInterval(looking)
    looking = null
  }
  const lineOf = (): ModuleLine | null => {
    const path = setPath ?? places.find((place) => existsSync(place)) ?? null
    if (path === null || !existsSync(path)) return null
    if (opened?.path !== path) {
      opened = { path, line: openModuleLine(path, timeouts.load, options.startChild) }
      opened.line.onLost(forgetCard)
    }
    return opened.line
  }
  /** Throws {@link ModuleFailure}; the diagnostic is told which, of which reader. */
  const ask = async <R extends ModuleRequest>(
    line: ModuleLine,
    request: R,
    timeoutMs: number,
    reader: string | null = null,
  ): Promise<ModuleValue<R['doing']>> => {
    try {
      return await line.ask(request, timeoutMs)
    } catch (error) {
      if (error instanceof ModuleFailure) failures.note({ reader, doing: `pkcs11 ${request.doing}`, code: error.code })
      throw error
    }
  }
  /** Whatever the module did is an answer. */
  const answering = async <T>(work: (line: ModuleLine) => Promise<Answer<T>>): Promise<Answer<T>> => {
    const line = lineOf()
    if (line === null) return { ok: false, problem: 'module.absent' }
    try {
      return await work(line)
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error
      const problem = refusalOf(error.code)
      // The module no longer holds the code that was entered.
      if (sessionEnding.has(error.code)) pinEntered = false
      if (problem === 'card.withdrawn') forgetCard()
      return { ok: false, problem }
    }
  }
  const letGo = (card: KnownCard) => {
    forgetCard()
    // Of a process that ended meanwhile nothing is left to forget.
    opened?.line.ask({ doing: 'logout', slot: card.slot }, timeouts.read).catch(() => undefined)
  }
  const look = async (): Promise<void> => {
    const card = known
    if (card === null || opened === null) return
    const seen = await opened.line.ask({ doing: 'tokens' }, timeouts.read).catch(() => null)
    const still = seen?.tokens.some(
      ({ slot, serialNumber }) => slot === card.slot && serialNumber === card.serialNumber,
    )
    if (known === card && still !== true) letGo(card)
  }
  const stopWatching = readers.watch(({ readers: seen }) => {
    if (known === null || known.reader === null) return
    if (!seen.some(({ card }) => card?.insertion === known?.insertion)) letGo(known)
  })

  const find = async (line: ModuleLine, looksLeft = lateLooks): Promise<Answer<FoundCard>> => {
    // The readers are not known yet: whose insertion it is, neither.
    if (readers.state().service === 'starting' && looksLeft > 0) {
      await setTimeout(lateLookMs)
      return find(line, looksLeft - 1)
    }
    const { tokens } = await ask(line, { doing: 'tokens' }, timeouts.read)
    const found = findCard(readers.state(), tokens)
    if (!('token' in found)) {
      if (found.problem !== 'card.unreadable' || looksLeft === 0) return { ok: false, problem: found.problem }
      await setTimeout(lateLookMs)
      return find(line, looksLeft - 1)
    }
    const same =
      known?.reader === null && known.slot === found.token.slot && known.serialNumber === found.token.serialNumber
    const insertion = found.insertion ?? (same ? known?.insertion : undefined) ?? insertions.next()
    return { ok: true, value: { ...found, insertion } }
  }
  const know = async (line: ModuleLine, found: FoundCard): Promise<Answer<KnownCard>> => {
    const { token, insertion, reader } = found
    if (known?.insertion === insertion && known.slot === token.slot) return { ok: true, value: known }
    if (known !== null) letGo(known)
    const objects = await ask(line, { doing: 'read', slot: token.slot }, timeouts.read, reader)
    if (objects.authentication === null) return { ok: false, problem: 'certificate.absent' }
    const authentication = readProfessionalCertificate(objects.authentication)
    const signature = objects.signature === null ? null : readProfessionalCertificate(objects.signature)
    if (!authentication.ok || signature?.ok === false) return { ok: false, problem: 'card.unreadable' }
    // Taken out while it was read: what was read is of nobody's card.
    if (reader !== null && !readers.state().readers.some(({ card }) => card?.insertion === insertion)) {
      return { ok: false, problem: 'card.withdrawn' }
    }
    known = {
      slot: token.slot,
      insertion,
      reader,
      serialNumber: token.serialNumber,
      authentication: authentication.certificate,
      signature: signature?.certificate ?? null,
      speciality: specialityOf(objects.characteristics),
    }
    if (reader === null) looking ??= setInterval(() => void look(), lookEveryMs).unref()
    return { ok: true, value: known }
  }
  const present = async (
    line: ModuleLine,
  ): Promise<Answer<{ readonly card: KnownCard; readonly found: FoundCard }>> => {
    const found = await find(line)
    if (!found.ok) {
      if (known !== null) letGo(known)
      return found
    }
    const card = await know(line, found.value)
    return card.ok ? { ok: true, value: { card: card.value, found: found.value } } : card
  }
  const sign = async (
    line: ModuleLine,
    card: KnownCard,
    pair: Pair,
    data: Uint8Array,
    hashed: boolean,
  ): Promise<Answer<{ readonly signature: Uint8Array; readonly certificate: Uint8Array }>> => {
    const certificate = card[pair]
    if (certificate === null) return { ok: false, problem: 'certificate.absent' }
    if (!pinEntered) return { ok: false, problem: 'pin.needed' }
    const { signature } = await ask(
      line,
      { doing: 'sign', slot: card.slot, pair, data, hashed },
      timeouts.sign,
      card.reader,
    )
    // A digest is checked by who asked for it: node:crypto only verifies messages.
    if (!hashed && !signedBy(certificate, data, signature)) return { ok: false, problem: 'card.unreadable' }
    return { ok: true, value: { signature, certificate: certificate.der } }
  }
  const module = async (): Promise<CardModule> => {
    const line = lineOf()
    if (line === null) return { status: 'not-installed', path: setPath ?? places[0] ?? null, description: '' }
    const path = opened?.path ?? null
    try {
      const { description } = await ask(line, { doing: 'load', path: path ?? '' }, timeouts.load)
      return { status: 'ready', path, description }
    } catch (error) {
      if (error instanceof ModuleFailure) return { status: 'not-loadable', path, description: '' }
      throw error
    }
  }

  return {
    module,
    async useModule(path) {
      const former = opened?.line
      opened = null
      setPath = path
      forgetCard()
      await former?.close()
      return module()
    },
    read: () =>
      answering<ProfessionalCard>(async (line) => {
        const there = await present(line)
        return there.ok ? { ok: true, value: shown(there.value.card, there.value.found, pinEntered) } : there
      }),
    enterPin: (insertion, pin) => {
      const bytes = Buffer.from(pin, 'ascii')
      return answering<Record<never, never>>(async (line) => {
        const there = await present(line)
        if (!there.ok) return there
        const { card, found } = there.value
        if (card.insertion !== insertion) return { ok: false, problem: 'card.withdrawn' }
        if (found.token.pin === 'blocked') return { ok: false, problem: 'pin.blocked' }
        pinEntered = false
        const before = forgotten
        const wait = found.token.protectedPath ? timeouts.loginOnReader : timeouts.login
        try {
          await ask(line, { doing: 'login', slot: card.slot, pin: bytes }, wait, card.reader)
        } catch (error) {
          if (!(error instanceof ModuleFailure) || refusalOf(error.code) !== 'pin.wrong') throw error
          return wrongPin(line, card.slot)
        }
        // Taken out, or the seat locked, while the code was checked.
        if (known !== card) return { ok: false, problem: 'card.withdrawn' }
        if (forgotten !== before) return { ok: false, problem: 'cancelled' }
        pinEntered = true
        return { ok: true, value: {} }
      }).finally(() => bytes.fill(0))
    },
    async forgetPin() {
      pinEntered = false
      forgotten += 1
      if (known !== null && opened !== null) {
        await opened.line.ask({ doing: 'logout', slot: known.slot }, timeouts.read).catch(() => undefined)
      }
    },
    signMessage: (insertion, message) =>
      answering(async (line) => {
        const there = await present(line)
        if (!there.ok) return there
        if (there.value.card.insertion !== insertion) return { ok: false, problem: 'card.withdrawn' }
        return sign(line, there.value.card, 'authentication', message, false)
      }),
    signDigest: (cardNumber, digest) =>
      answering(async (line) => {
        const there = await present(line)
        if (!there.ok) return there
        const { card } = there.value
        if (cardNumber !== null && numberOf(card) !== cardNumber) return { ok: false, problem: 'card.absent' }
        return sign(line, card, 'signature', digest, true)
      }),
    async close() {
      stopWatching()
      forgetCard()
      const former = opened?.line
      opened = null
      await former?.close()
    },
  }

  /** Asked of the card again: it counts its tries itself. */
  async function wrongPin(line: ModuleLine, slot: number): Promise<Answer<never>> {
    const { tokens } = await ask(line, { doing: 'tokens' }, timeouts.read)
    const pin = tokens.find((token) => token.slot === slot)?.pin
    if (pin === 'blocked') return { ok: false, problem: 'pin.blocked' }
    return { ok: false, problem: 'pin.wrong', triesLeft: pin === 'last-try' ? 1 : pin === 'low' ? 2 : null }
  }
}

function shown(card: KnownCard, found: FoundCard, pinEntered: boolean): ProfessionalCard {
  const { identity } = card.authentication
  return {
    insertion: card.insertion,
    reader: card.reader,
    cardNumber: numberOf(card),
    nationalId: identity.nationalId.text.slice(0, 40),
    lastName: identity.lastName.slice(0, 120),
    firstName: identity.firstName.slice(0, 120),
    speciality: card.speciality,
    authentication: Buffer.from(card.authentication.der).toString('base64url'),
    signature: card.signature === null ? null : Buffer.from(card.signature.der).toString('base64url'),
    pin: found.token.pin,
    pinEntered,
    training: false,
  }
}

/** Issuer of every CPx card: what the module takes away from the serial number it tells. */
const issuerNumber = '8025000001'

function numberOf({ authentication, serialNumber }: KnownCard): string {
  const { cardNumber } = authentication.identity
  if (cardNumber !== null) return cardNumber.slice(0, 80)
  return serialNumber === '' ? '' : `${issuerNumber}/${serialNumber}`
}

/** The last four characters of `CPS_INFO_PS`, where they are a code of table R01. */
function specialityOf(characteristics: Uint8Array | null): string | null {
  if (characteristics === null || characteristics.length < 4) return null
  const text = Buffer.from(characteristics.subarray(-4)).toString('latin1')
  return /^[A-Z]{1,3}\d{1,3}$/.test(text) ? text : null
}

function signedBy({ publicKey }: ProfessionalCertificate, message: Uint8Array, signature: Uint8Array): boolean {
  const key = publicKeyOf(publicKey)
  return key !== null && verify('sha256', message, key, signature)
}
