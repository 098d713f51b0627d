import { createHash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { NotAModule, Pkcs11Failure } from '#native/pkcs11/codes.ts'
import { loadModule, mechanismTypes, type Pkcs11Module, type TokenInfo } from '#native/pkcs11/module.ts'
import {
  type ModuleAnswer,
  type ModuleRequest,
  moduleCodes,
  moduleRequest,
  type Pair,
  pairs,
  type PublicObjects,
  type Token,
} from './card-module-frames.ts'
import { sessionEnding } from './card-refusals.ts'

/**
 * The process that holds the PKCS#11 module of professional cards, and nothing else: a module that waits for ever, or that
 * ends its process, takes neither the readers nor the cabinet with it. It does one thing at a time, and ends with its parent.
 */
let loaded: Pkcs11Module | null = null
/** One session by slot: the code entered is kept by the module as long as it is open. */
const sessions = new Map<number, number>()

/** What DigestInfo puts before a SHA-256 digest: RFC 8017, § 9.2, note 1. */
const sha256Prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** Read without a code; its last four characters are the speciality, table R01 of the ANS. */
const characteristicsLabel = 'CPS_INFO_PS'

class NoSuchPair extends Error {
  override readonly name = 'NoSuchPair'
}

async function answerTo(message: unknown): Promise<ModuleAnswer> {
  const request = moduleRequest.safeParse(message)
  if (!request.success) return { ok: false, code: moduleCodes.garbled }
  try {
    return { ok: true, value: await valueOf(request.data) }
  } catch (error) {
    if (error instanceof NotAModule) return { ok: false, code: moduleCodes.notAModule }
    if (error instanceof NoSuchPair) return { ok: false, code: moduleCodes.noSuchPair }
    if (!(error instanceof Pkcs11Failure)) return { ok: false, code: moduleCodes.garbled }
    if ('slot' in request.data && sessionEnding.has(error.code)) forget(request.data.slot)
    return { ok: false, code: error.code }
  }
}

async function valueOf(request: ModuleRequest): Promise<unknown> {
  if (request.doing === 'load') {
    loaded ??= await loadModule(request.path)
    const { description, version } = loaded.info()
    return { description: `${description} ${version}`.trim() }
  }
  const library = loaded
  if (library === null) throw new Pkcs11Failure('load', moduleCodes.notLoaded)
  switch (request.doing) {
    case 'tokens':
      return { tokens: tokensOf(library) }
    case 'read':
      return publicObjectsOf(library, sessionOf(library, request.slot))
    case 'login': {
      const info = library.tokenInfo(request.slot)
      const session = sessionOf(library, request.slot)
      if (info.protectedPath) request.pin.fill(0)
      // A module that still holds a code takes any other one without looking at it.
      library.logout(session)
      library.login(session, info.protectedPath ? null : request.pin)
      return {}
    }
    case 'logout':
      forget(request.slot)
      return {}
    case 'sign':
      return { signature: signatureOf(library, request) }
    default:
      return request satisfies never
  }
}

function tokensOf(library: Pkcs11Module): Token[] {
  const tokens: Token[] = []
  for (const slot of library.slots()) {
    const { description, tokenPresent } = library.slotInfo(slot)
    const info = tokenPresent ? tokenInfoOf(library, slot) : null
    if (info === null || !info.initialized) continue
    tokens.push({
      slot,
      reader: description.slice(0, 64),
      serialNumber: info.serialNumber,
      protectedPath: info.protectedPath,
      pin: info.pinLocked ? 'blocked' : info.pinFinalTry ? 'last-try' : info.pinCountLow ? 'low' : 'ok',
    })
  }
  return tokens
}

/** A card that goes while it is looked at is not there, and one that is no card of this module is not for it. */
function tokenInfoOf(library: Pkcs11Module, slot: number): TokenInfo | null {
  try {
    return library.tokenInfo(slot)
  } catch (error) {
    if (error instanceof Pkcs11Failure) return null
    throw error
  }
}

function sessionOf(library: Pkcs11Module, slot: number): number {
  const session = sessions.get(slot) ?? library.openSession(slot)
  sessions.set(slot, session)
  return session
}

function forget(slot: number): void {
  if (!sessions.delete(slot) || loaded === null) return
  try {
    // Closing the last session of a token logs out of it.
    loaded.closeAllSessions(slot)
  } catch (error) {
    // Of a card already gone there is nothing to close.
    if (!(error instanceof Pkcs11Failure)) throw error
  }
}

function publicObjectsOf(library: Pkcs11Module, session: number): PublicObjects {
  const found: Record<Pair, Uint8Array | null> = { authentication: null, signature: null }
  for (const object of library.find(session, 'certificate')) {
    const pair = pairOf(library.attribute(session, object, 'id'))
    if (pair !== null) found[pair] ??= library.attribute(session, object, 'value')
  }
  const characteristics = library
    .find(session, 'data')
    .find((object) => textOf(library.attribute(session, object, 'label')) === characteristicsLabel)
  return {
    ...found,
    characteristics: characteristics === undefined ? null : library.attribute(session, characteristics, 'value'),
  }
}

function signatureOf(
  library: Pkcs11Module,
  { slot, pair, data, hashed }: ModuleRequest & { doing: 'sign' },
): Uint8Array {
  const session = sessionOf(library, slot)
  const key = library
    .find(session, 'private-key')
    .find((object) => pairOf(library.attribute(session, object, 'id')) === pair)
  if (key === undefined) {
    // A key is not shown before its code is entered, nor after another program made the card forget it.
    if (!library.isLoggedIn(session)) throw new Pkcs11Failure('C_FindObjects', 'CKR_USER_NOT_LOGGED_IN')
    throw new NoSuchPair()
  }
  if (!hashed && library.mechanisms(slot).includes(mechanismTypes.CKM_SHA256_RSA_PKCS)) {
    return library.sign(session, key, 'CKM_SHA256_RSA_PKCS', data)
  }
  const digest = hashed ? data : createHash('sha256').update(data).digest()
  return library.sign(session, key, 'CKM_RSA_PKCS', Buffer.concat([sha256Prefix, digest]))
}

function pairOf(id: Uint8Array | null): Pair | null {
  const last = id?.at(-1)
  if (last === pairs.authentication) return 'authentication'
  return last === pairs.signature ? 'signature' : null
}

function textOf(value: Uint8Array | null): string | null {
  return value === null ? null : Buffer.from(value).toString('utf8')
}

if (parentPort === null) {
  process.on('message', (message: unknown) => {
    void answerTo(message).then((answer) => process.send?.(answer))
  })
  process.once('disconnect', () => {
    // Nothing of the module runs any more, not even its farewell, which may wait for a card. The service of the readers
    // resets the card of a program that ended.
    process.kill(process.pid, 'SIGKILL')
  })
} else {
  parentPort.on('message', (message: unknown) => {
    void answerTo(message).then((answer) => parentPort?.postMessage(answer))
  })
}
