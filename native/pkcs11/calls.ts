import type * as koffiModule from 'koffi'
import { codeName, NotAModule, Pkcs11Failure } from './codes.ts'
import { layoutOf, type Pkcs11Layout, placesOf } from './layout.ts'

type Koffi = Pick<typeof koffiModule, 'load' | 'address' | 'array' | 'call' | 'decode' | 'proto'>
type Argument = number | bigint | null
type Returned = number | bigint

/** A module's functions, by the place each has in `CK_FUNCTION_LIST`, with what they are given: words and addresses. */
const functions = {
  C_Initialize: [0, 'p'],
  C_GetInfo: [2, 'p'],
  C_GetSlotList: [4, 'bpp'],
  C_GetSlotInfo: [5, 'up'],
  C_GetTokenInfo: [6, 'up'],
  C_GetMechanismList: [7, 'upp'],
  C_OpenSession: [12, 'uuppp'],
  C_CloseSession: [13, 'u'],
  C_CloseAllSessions: [14, 'u'],
  C_GetSessionInfo: [15, 'up'],
  C_Login: [18, 'uupu'],
  C_Logout: [19, 'u'],
  C_GetAttributeValue: [24, 'uupu'],
  C_FindObjectsInit: [26, 'upu'],
  C_FindObjects: [27, 'upup'],
  C_FindObjectsFinal: [28, 'u'],
  C_SignInit: [42, 'upu'],
  C_Sign: [43, 'upupp'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>

/** A function of PKCS#11 that this program calls. */
export type FunctionName = keyof typeof functions

/** Functions in a `CK_FUNCTION_LIST` of version 2. */
const functionCount = 68

/** A loaded module, and what speaks its words. Everything is synchronous: it runs in a process that holds nothing else. */
export interface Pkcs11Calls {
  readonly layout: Pkcs11Layout
  /** Throws {@link Pkcs11Failure} for every answer but `CKR_OK`, and but those of `accepted`, which it returns. */
  readonly call: (name: FunctionName, values: readonly Argument[], accepted?: readonly string[]) => string
  /** Where bytes stand in memory. They must be held by the caller until its call returned. */
  readonly address: (bytes: Uint8Array) => bigint
}

/** Loads a module, without initialising it. Throws {@link NotAModule}. */
export async function loadCalls(path: string): Promise<Pkcs11Calls> {
  const { default: koffi } = await import('koffi').catch((error: unknown) => {
    throw new NotAModule('no FFI for this system', { cause: error })
  })
  const layout = layoutOf(process.platform, process.arch.endsWith('64') ? 64 : 32)
  try {
    return callsOf(koffi, layout, functionsOf(koffi, layout, path))
  } catch (error) {
    if (error instanceof NotAModule) throw error
    throw new NotAModule('not a library of this system', { cause: error })
  }
}

function functionsOf(koffi: Koffi, layout: Pkcs11Layout, path: string): (place: number) => bigint {
  const getFunctionList = koffi.load(path).func('C_GetFunctionList', 'unsigned long', ['void *'] as never) as (
    where: Uint8Array,
  ) => Returned
  const where = Buffer.alloc(layout.pointer)
  const returned = Number(getFunctionList(where))
  const list = readPointer(where, 0, layout)
  if (returned !== 0 || list === 0n) throw new NotAModule(codeName(returned))
  // A version of two bytes, then one pointer after the other.
  const first = layout.packed ? 2 : layout.pointer
  const bytes = Buffer.from(copyOf(koffi, list, first + functionCount * layout.pointer))
  return (place) => readPointer(bytes, first + place * layout.pointer, layout)
}

/** What is at an address, copied: some processes may hold no memory but their own. */
function copyOf(koffi: Koffi, address: bigint, length: number): Uint8Array {
  return Uint8Array.from(koffi.decode(address, koffi.array('uint8_t', length)) as Uint8Array)
}

function callsOf(koffi: Koffi, layout: Pkcs11Layout, pointerOf: (place: number) => bigint): Pkcs11Calls {
  const types = { u: 'unsigned long', b: 'uint8_t', p: 'uintptr_t' } as const
  const prototypes = new Map<string, ReturnType<Koffi['proto']>>()
  return {
    layout,
    address: (bytes) => koffi.address(bytes),
    call: (name, values, accepted = []) => {
      const [place, shape] = functions[name]
      const pointer = pointerOf(place)
      if (pointer === 0n) throw new Pkcs11Failure(name, 'CKR_FUNCTION_NOT_SUPPORTED')
      let prototype = prototypes.get(shape)
      if (prototype === undefined) {
        const parameters = [...shape].map((letter) => types[letter as keyof typeof types])
        prototype = koffi.proto('unsigned long', parameters)
        prototypes.set(shape, prototype)
      }
      const returned = Number(koffi.call(pointer, prototype, ...values.map((value) => value ?? 0)))
      const code = codeName(returned)
      if (returned !== 0 && !accepted.includes(code)) throw new Pkcs11Failure(name, code)
      return code
    },
  }
}

/** A `CK_ULONG` of a struct. All ones, `CK_UNAVAILABLE_INFORMATION`, is told as -1. */
export function readUlong(bytes: Buffer, offset: number, layout: Pkcs11Layout): number {
  if (layout.ulong === 4) {
    const value = bytes.readUInt32LE(offset)
    return value === 0xffffffff ? -1 : value
  }
  const value = bytes.readBigUInt64LE(offset)
  return value === 0xffffffffffffffffn ? -1 : Number(value)
}

/** Writes a `CK_ULONG`. */
export function writeUlong(bytes: Buffer, offset: number, value: number, layout: Pkcs11Layout): void {
  if (layout.ulong === 4) bytes.writeUInt32LE(value, offset)
  else bytes.writeBigUInt64LE(BigInt(value), offset)
}

/** Writes an address. */
export function writePointer(bytes: Buffer, offset: number, value: bigint, layout: Pkcs11Layout): void {
  if (layout.pointer === 4) bytes.writeUInt32LE(Number(value), offset)
  else bytes.writeBigUInt64LE(value, offset)
}

function readPointer(bytes: Buffer, offset: number, layout: Pkcs11Layout): bigint {
  return layout.pointer === 4 ? BigInt(bytes.readUInt32LE(offset)) : bytes.readBigUInt64LE(offset)
}

/** Members of a struct by the sizes of each: see {@link placesOf}. */
export function structOf(layout: Pkcs11Layout, sizes: readonly number[]): { places: number[]; bytes: Buffer } {
  const { places, size } = placesOf(layout, sizes)
  return { places, bytes: Buffer.alloc(size) }
}
