import { loadCalls, type Pkcs11Calls, readUlong, structOf, writePointer, writeUlong } from './calls.ts'
import { Pkcs11Failure } from './codes.ts'
import { placesOf } from './layout.ts'

/** `CK_INFO`, texts without the spaces that fill them. */
export interface ModuleInfo {
  readonly manufacturer: string
  readonly description: string
  /** « 5.2 ». */
  readonly version: string
}

/** `CK_SLOT_INFO`. */
export interface SlotInfo {
  /** Of the reader, as the module names it. */
  readonly description: string
  readonly tokenPresent: boolean
}

/** `CK_TOKEN_INFO`: the flags of its code cost no try. */
export interface TokenInfo {
  readonly label: string
  readonly manufacturer: string
  readonly model: string
  readonly serialNumber: string
  readonly initialized: boolean
  /** The code is typed on the reader: none is given to the module. */
  readonly protectedPath: boolean
  readonly pinCountLow: boolean
  readonly pinFinalTry: boolean
  readonly pinLocked: boolean
}

/** `CKA_CLASS` of what is looked for. */
export type ObjectClass = 'data' | 'certificate' | 'private-key'

/** An attribute that this program reads. */
export type AttributeName = 'label' | 'value' | 'id' | 'key-type' | 'sign'

/** How a signature is made. `CKM_RSA_PKCS` is given a DigestInfo, `CKM_SHA256_RSA_PKCS` the message. */
export type Mechanism = 'CKM_RSA_PKCS' | 'CKM_SHA256_RSA_PKCS'

/** An initialised module. Everything is synchronous, and throws {@link Pkcs11Failure} for what did not succeed. */
export interface Pkcs11Module {
  readonly info: () => ModuleInfo
  readonly slots: () => readonly number[]
  readonly slotInfo: (slot: number) => SlotInfo
  readonly tokenInfo: (slot: number) => TokenInfo
  readonly mechanisms: (slot: number) => readonly number[]
  /** A session that only reads. */
  readonly openSession: (slot: number) => number
  readonly closeAllSessions: (slot: number) => void
  /**
   * Gives the code to the token and overwrites it here; `null` where the reader asks for it itself. A code that is wrong spends
   * a try. Somebody already logged in is a success.
   */
  readonly login: (session: number, pin: Uint8Array | null) => void
  readonly logout: (session: number) => void
  /** Whether the token still takes this session for the user's. */
  readonly isLoggedIn: (session: number) => boolean
  readonly find: (session: number, wanted: ObjectClass) => readonly number[]
  /** `null` where the object has no such attribute, or keeps it for itself. */
  readonly attribute: (session: number, object: number, name: AttributeName) => Uint8Array | null
  readonly sign: (session: number, key: number, mechanism: Mechanism, data: Uint8Array) => Uint8Array
}

/** `CKM_…`. */
export const mechanismTypes: Readonly<Record<Mechanism, number>> = { CKM_RSA_PKCS: 0x01, CKM_SHA256_RSA_PKCS: 0x40 }

const classes: Readonly<Record<ObjectClass, number>> = { data: 0, certificate: 1, 'private-key': 3 }
const attributes: Readonly<Record<AttributeName, number>> = {
  label: 0x003,
  value: 0x011,
  'key-type': 0x100,
  id: 0x102,
  sign: 0x108,
}
const classAttribute = 0
const serialSession = 0x4
const user = 1
/** `CKS_RO_USER_FUNCTIONS`, `CKS_RW_USER_FUNCTIONS`. */
const userStates: ReadonlySet<number> = new Set([1, 3])
const flag = { protectedPath: 0x100, initialized: 0x400, countLow: 0x10000, finalTry: 0x20000, locked: 0x40000 }

/** Longer attributes are no certificate nor data object of a card, bytes. */
const longestAttribute = 64 * 1024
/** Objects of one class on a card, at most. */
const mostObjects = 256
const mostSlots = 64
/** RSA 4096, bytes. */
const longestSignature = 512

/** Loads and initialises a module. Throws `NotAModule`, or {@link Pkcs11Failure} when it does not initialise. */
export async function loadModule(path: string): Promise<Pkcs11Module> {
  const calls = await loadCalls(path)
  calls.call('C_Initialize', [null], ['CKR_CRYPTOKI_ALREADY_INITIALIZED'])
  return { ...tokensOf(calls), ...sessionsOf(calls) }
}

function tokensOf(calls: Pkcs11Calls): Pick<Pkcs11Module, 'info' | 'slots' | 'slotInfo' | 'tokenInfo' | 'mechanisms'> {
  const { layout } = calls
  const { ulong } = layout
  const fill = (sizes: readonly number[], call: (address: bigint) => void) => {
    const { places, bytes } = structOf(layout, sizes)
    call(calls.address(bytes))
    return {
      text: (member: number) => textOf(bytes.subarray(places[member], (places[member] ?? 0) + (sizes[member] ?? 0))),
      number: (member: number) => readUlong(bytes, places[member] ?? 0, layout),
      version: (member: number) => `${bytes[places[member] ?? 0] ?? 0}.${bytes[(places[member] ?? 0) + 1] ?? 0}`,
    }
  }
  return {
    info: () => {
      const read = fill([2, 32, ulong, 32, 2], (address) => calls.call('C_GetInfo', [address]))
      return { manufacturer: read.text(1), description: read.text(3), version: read.version(4) }
    },
    slots: () => listOf(calls, mostSlots, (list, count) => calls.call('C_GetSlotList', [0, list, count])),
    slotInfo: (slot) => {
      const read = fill([64, 32, ulong, 2, 2], (address) => calls.call('C_GetSlotInfo', [slot, address]))
      return { description: read.text(0), tokenPresent: (read.number(2) & 1) !== 0 }
    },
    tokenInfo: (slot) => {
      const sizes = [32, 32, 16, 16, ...Array<number>(11).fill(ulong), 2, 2, 16]
      const read = fill(sizes, (address) => calls.call('C_GetTokenInfo', [slot, address]))
      const has = (bit: number) => (read.number(4) & bit) !== 0
      return {
        label: read.text(0),
        manufacturer: read.text(1),
        model: read.text(2),
        serialNumber: read.text(3),
        initialized: has(flag.initialized),
        protectedPath: has(flag.protectedPath),
        pinCountLow: has(flag.countLow),
        pinFinalTry: has(flag.finalTry),
        pinLocked: has(flag.locked),
      }
    },
    mechanisms: (slot) => listOf(calls, 1024, (list, count) => calls.call('C_GetMechanismList', [slot, list, count])),
  }
}

function sessionsOf(calls: Pkcs11Calls): Omit<Pkcs11Module, keyof ReturnType<typeof tokensOf>> {
  const { layout } = calls
  const ulongOf = (value: number) => {
    const bytes = Buffer.alloc(layout.ulong)
    writeUlong(bytes, 0, value, layout)
    return bytes
  }
  /** A `CK_ATTRIBUTE` or a `CK_MECHANISM`: a word, an address, a length. */
  const tripleOf = (type: number, value: Uint8Array | null) => {
    const { places, bytes } = structOf(layout, [layout.ulong, layout.pointer, layout.ulong])
    writeUlong(bytes, 0, type, layout)
    writePointer(bytes, places[1] ?? 0, value === null ? 0n : calls.address(value), layout)
    writeUlong(bytes, places[2] ?? 0, value?.length ?? 0, layout)
    return bytes
  }
  const lengthPlace = placesOf(layout, [layout.ulong, layout.pointer, layout.ulong]).places[2] ?? 0
  return {
    openSession: (slot) => {
      const handle = ulongOf(0)
      calls.call('C_OpenSession', [slot, serialSession, null, null, calls.address(handle)])
      return readUlong(handle, 0, layout)
    },
    closeAllSessions: (slot) => {
      calls.call('C_CloseAllSessions', [slot])
    },
    login: (session, pin) => {
      try {
        const address = pin === null ? null : calls.address(pin)
        calls.call('C_Login', [session, user, address, pin?.length ?? 0], ['CKR_USER_ALREADY_LOGGED_IN'])
      } finally {
        pin?.fill(0)
      }
    },
    logout: (session) => {
      calls.call('C_Logout', [session], ['CKR_USER_NOT_LOGGED_IN'])
    },
    isLoggedIn: (session) => {
      const { places, bytes } = structOf(layout, Array<number>(4).fill(layout.ulong))
      calls.call('C_GetSessionInfo', [session, calls.address(bytes)])
      return userStates.has(readUlong(bytes, places[1] ?? 0, layout))
    },
    find: (session, wanted) => {
      const value = ulongOf(classes[wanted])
      const template = tripleOf(classAttribute, value)
      calls.call('C_FindObjectsInit', [session, calls.address(template), 1])
      try {
        const found = Buffer.alloc(mostObjects * layout.ulong)
        const count = ulongOf(0)
        const objects: number[] = []
        // Some modules give a few at a time: the search is over when they give none.
        while (objects.length < mostObjects) {
          calls.call('C_FindObjects', [session, calls.address(found), mostObjects, calls.address(count)])
          const given = Math.min(readUlong(count, 0, layout), mostObjects)
          if (given <= 0) break
          objects.push(...Array.from({ length: given }, (_, at) => readUlong(found, at * layout.ulong, layout)))
        }
        return objects.slice(0, mostObjects)
      } finally {
        calls.call('C_FindObjectsFinal', [session])
      }
    },
    attribute: (session, object, name) => {
      const unreadable = ['CKR_ATTRIBUTE_TYPE_INVALID', 'CKR_ATTRIBUTE_SENSITIVE'] as const
      const asked = tripleOf(attributes[name], null)
      const first = calls.call('C_GetAttributeValue', [session, object, calls.address(asked), 1], unreadable)
      const length = readUlong(asked, lengthPlace, layout)
      if (first !== 'CKR_OK' || length < 0 || length > longestAttribute) return null
      const value = Buffer.alloc(Math.max(1, length))
      const given = tripleOf(attributes[name], value)
      writeUlong(given, lengthPlace, length, layout)
      calls.call('C_GetAttributeValue', [session, object, calls.address(given), 1])
      return Uint8Array.from(value.subarray(0, Math.min(length, readUlong(given, lengthPlace, layout))))
    },
    sign: (session, key, mechanism, data) => {
      const how = tripleOf(mechanismTypes[mechanism], null)
      calls.call('C_SignInit', [session, calls.address(how), key])
      const signature = Buffer.alloc(longestSignature)
      const length = ulongOf(signature.length)
      const message = Buffer.from(data)
      calls.call('C_Sign', [
        session,
        calls.address(message),
        message.length,
        calls.address(signature),
        calls.address(length),
      ])
      return Uint8Array.from(signature.subarray(0, readUlong(length, 0, layout)))
    },
  }
}

/** A list of words whose length is asked for first. */
function listOf(calls: Pkcs11Calls, most: number, call: (list: bigint | null, count: bigint) => unknown): number[] {
  const { layout } = calls
  const count = Buffer.alloc(layout.ulong)
  call(null, calls.address(count))
  const room = readUlong(count, 0, layout)
  if (room < 0 || room > most) throw new Pkcs11Failure('list', 'CKR_GENERAL_ERROR')
  if (room === 0) return []
  const list = Buffer.alloc(room * layout.ulong)
  call(calls.address(list), calls.address(count))
  const given = Math.min(room, readUlong(count, 0, layout))
  return Array.from({ length: given }, (_, at) => readUlong(list, at * layout.ulong, layout))
}

/** PKCS#11 fills its texts with spaces; some modules end them with a zero. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end))
    .toString('utf8')
    .trimEnd()
}
