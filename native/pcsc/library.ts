import type * as koffiModule from 'koffi'
import type { KoffiFunc, TypeObject } from 'koffi'
import { codeName, PcscAbsent, PcscFailure } from './codes.ts'
import { layoutOf, type PcscLayout } from './layout.ts'

/** Bits of a reader's state, the same everywhere (`SCARD_STATE_…`). The high 16 bits count insertions and withdrawals. */
export const readerBits = {
  ignore: 0x001,
  changed: 0x002,
  unknown: 0x004,
  unavailable: 0x008,
  empty: 0x010,
  present: 0x020,
  exclusive: 0x080,
  inUse: 0x100,
  mute: 0x200,
} as const

/** The reader that is none: its state changes when a reader comes or goes. */
export const readerArrivals = '\\\\?PnP?\\Notification'

/** A reader as one call of `SCardGetStatusChange` saw it. */
export interface ReaderSight {
  readonly reader: string
  /** Bits of {@link readerBits}, and the count of events above them. Given back as it is, what changed since is waited for. */
  readonly bits: number
  readonly atr: Uint8Array
}

/** Shared with other programs, alone, or the reader without its card. `SCARD_SHARE_…` */
export type Share = 'shared' | 'exclusive' | 'direct'

/** What is done of the card when it is left. `SCARD_LEAVE_CARD`, `SCARD_RESET_CARD`. */
export type Disposition = 'leave' | 'reset'

const shares: Readonly<Record<Share, number>> = { exclusive: 1, shared: 2, direct: 3 }
const dispositions: Readonly<Record<Disposition, number>> = { leave: 0, reset: 1 }
const systemScope = 2
const anyCardProtocol = 3
const infinite = 0xffffffff
/** An answer of 65,536 bytes and two of status: the longest of ISO/IEC 7816-4. */
const longestAnswer = 65_538

/** The library of PC/SC. Every call runs on a thread of its own kind; what fails rejects with {@link PcscFailure}. */
export interface Pcsc {
  /** « libpcsclite.so.1 ». */
  readonly library: string
  /** A conversation with the service. One call at a time: a second one waits inside the library. */
  readonly establish: () => Promise<PcscContext>
}

/** `SCARDCONTEXT`. */
export interface PcscContext {
  /** None is an empty list. */
  readonly listReaders: () => Promise<readonly string[]>
  /**
   * Resolves when one of them is no longer as it is told here, or after `timeoutMs` (`null`: never), with all of them.
   * Bits at 0 ask for what is now. Rejects with `SCARD_E_CANCELLED` after {@link PcscContext} `cancel`.
   */
  readonly waitForChange: (known: readonly ReaderSight[], timeoutMs: number | null) => Promise<readonly ReaderSight[]>
  /** Ends the wait of this context, from outside. Never throws. */
  readonly cancel: () => void
  readonly connect: (reader: string, share: Share) => Promise<PcscCard>
  /** Never rejects: a service that died has forgotten it already. */
  readonly release: () => Promise<void>
}

/** `SCARDHANDLE`. */
export interface PcscCard {
  readonly atr: () => Promise<Uint8Array>
  readonly transmit: (command: Uint8Array) => Promise<Uint8Array>
  readonly begin: () => Promise<void>
  readonly end: () => Promise<void>
  /** After another program reset the card: takes it again without resetting it once more. */
  readonly reconnect: (share: Share) => Promise<void>
  /** A text attribute of the reader, `null` where its driver does not tell. `0x10100`: who made it. */
  readonly attribute: (id: number) => Promise<Uint8Array | null>
  /** Never rejects. */
  readonly disconnect: (disposition: Disposition) => Promise<void>
}

type Value = number | bigint
type Call = KoffiFunc<(...values: unknown[]) => Value>
interface State {
  szReader: string
  pvUserData: null
  dwCurrentState: Value
  dwEventState: Value
  cbAtr: Value
  rgbAtr: Uint8Array
}

/** Loads the library of this system. Throws {@link PcscAbsent} where there is none. */
export async function loadPcsc(): Promise<Pcsc> {
  const layout = layoutOf(process.platform, process.arch.endsWith('64') ? 64 : 32)
  if (layout === null) throw new PcscAbsent(`no PC/SC on ${process.platform}`)
  const { default: koffi } = await import('koffi').catch((error: unknown) => {
    throw new PcscAbsent('no FFI for this system', { cause: error })
  })
  for (const name of layout.libraries) {
    try {
      const loaded = koffi.load(name)
      const calls = callsOf(koffi, layout, (symbol, parameters) =>
        loaded.func(symbol, layout.long, parameters as never),
      )
      return { library: name, establish: () => establish(calls, layout) }
    } catch {
      // The next one; the last one leaves the loop.
    }
  }
  throw new PcscAbsent(layout.libraries.join(', '))
}

type Koffi = Pick<typeof koffiModule, 'struct' | 'pack' | 'array' | 'pointer' | 'out' | 'inout' | 'sizeof'>

interface Types {
  readonly state: TypeObject
  readonly pci: TypeObject
}

/** The structs of one system. */
export function typesOf(koffi: Koffi, layout: PcscLayout): Types {
  const struct = layout.packed ? koffi.pack : koffi.struct
  return {
    // SCARD_READERSTATE
    state: struct({
      szReader: layout.text,
      pvUserData: 'void *',
      dwCurrentState: layout.dword,
      dwEventState: layout.dword,
      cbAtr: layout.dword,
      rgbAtr: koffi.array('uint8_t', layout.atrRoom, 'Typed'),
    }),
    // SCARD_IO_REQUEST
    pci: struct({ dwProtocol: layout.dword, cbPciLength: layout.dword }),
  }
}

type Calls = ReturnType<typeof callsOf>

function callsOf(koffi: Koffi, layout: PcscLayout, bind: (symbol: string, parameters: readonly unknown[]) => unknown) {
  const { handle, dword, text, wide } = layout
  const types = typesOf(koffi, layout)
  const func = (symbol: string, ...parameters: readonly unknown[]) => bind(symbol, parameters) as Call
  const outHandle = koffi.out(koffi.pointer(handle))
  const outDword = koffi.out(koffi.pointer(dword))
  const inoutDword = koffi.inout(koffi.pointer(dword))
  const states = koffi.inout(koffi.pointer(types.state))
  const pci = koffi.pointer(types.pci)
  const end = wide ? 'W' : ''
  return {
    pciSize: koffi.sizeof(types.pci),
    establish: func('SCardEstablishContext', dword, 'void *', 'void *', outHandle),
    release: func('SCardReleaseContext', handle),
    cancel: func('SCardCancel', handle),
    listReaders: func(`SCardListReaders${end}`, handle, text, 'void *', inoutDword),
    wait: func(`SCardGetStatusChange${end}`, handle, dword, states, dword),
    connect: func(`SCardConnect${end}`, handle, text, dword, dword, outHandle, outDword),
    reconnect: func('SCardReconnect', handle, dword, dword, dword, outDword),
    disconnect: func('SCardDisconnect', handle, dword),
    begin: func('SCardBeginTransaction', handle),
    end: func('SCardEndTransaction', handle, dword),
    status: func(`SCardStatus${end}`, handle, 'void *', inoutDword, outDword, outDword, 'void *', inoutDword),
    transmit: func('SCardTransmit', handle, pci, 'void *', dword, 'void *', 'void *', inoutDword),
    attribute: func('SCardGetAttrib', handle, dword, 'void *', inoutDword),
  }
}

/** Runs a call on a thread of the pool. `values` are held until it ends: the library writes into them. */
function ask(call: Call, ...values: unknown[]): Promise<string> {
  return new Promise((resolve, reject) => {
    call.async(...values, (error: unknown, returned: Value) => {
      if (error === null || error === undefined) resolve(codeName(returned))
      else reject(error)
    })
  })
}

async function must(name: string, call: Call, ...values: unknown[]): Promise<void> {
  const code = await ask(call, ...values)
  if (code !== 'SCARD_S_SUCCESS') throw new PcscFailure(name, code)
}

async function establish(calls: Calls, layout: PcscLayout): Promise<PcscContext> {
  const given: [Value] = [0]
  await must('SCardEstablishContext', calls.establish, systemScope, null, null, given)
  const [context] = given
  return {
    listReaders: () => listReaders(calls, layout, context),
    waitForChange: (known, timeoutMs) => waitForChange(calls, layout, context, known, timeoutMs),
    cancel: () => void calls.cancel(context),
    connect: async (reader, share) => {
      const handle: [Value] = [0]
      const protocol: [Value] = [0]
      await must(
        'SCardConnect',
        calls.connect,
        context,
        reader,
        shares[share],
        share === 'direct' ? 0 : anyCardProtocol,
        handle,
        protocol,
      )
      return cardOf(calls, handle[0], Number(protocol[0]))
    },
    release: async () => void (await ask(calls.release, context)),
  }
}

/** Names one after the other, each ended by a null character, and one more at the end. */
async function listReaders(calls: Calls, { wide }: PcscLayout, context: Value): Promise<readonly string[]> {
  const length: [Value] = [0]
  const code = await ask(calls.listReaders, context, null, null, length)
  if (code === 'SCARD_E_NO_READERS_AVAILABLE') return []
  if (code !== 'SCARD_S_SUCCESS') throw new PcscFailure('SCardListReaders', code)
  // A reader may come between the two calls: room for eight names more.
  const room = Number(length[0]) + 8 * 128
  const bytes = Buffer.alloc(room * (wide ? 2 : 1))
  length[0] = room
  const second = await ask(calls.listReaders, context, null, bytes, length)
  if (second === 'SCARD_E_NO_READERS_AVAILABLE') return []
  if (second !== 'SCARD_S_SUCCESS') throw new PcscFailure('SCardListReaders', second)
  const filled = bytes.subarray(0, Number(length[0]) * (wide ? 2 : 1))
  return filled
    .toString(wide ? 'utf16le' : 'utf8')
    .split('\0')
    .filter((name) => name !== '')
}

async function waitForChange(
  calls: Calls,
  { atrRoom }: PcscLayout,
  context: Value,
  known: readonly ReaderSight[],
  timeoutMs: number | null,
): Promise<readonly ReaderSight[]> {
  const states: State[] = known.map(({ reader, bits }) => ({
    szReader: reader,
    pvUserData: null,
    // Unsigned: the count of events may have its highest bit set.
    dwCurrentState: (bits & ~readerBits.changed) >>> 0,
    dwEventState: 0,
    cbAtr: 0,
    rgbAtr: new Uint8Array(atrRoom),
  }))
  const code = await ask(calls.wait, context, timeoutMs ?? infinite, states, states.length)
  if (code === 'SCARD_E_TIMEOUT') return known
  if (code !== 'SCARD_S_SUCCESS') throw new PcscFailure('SCardGetStatusChange', code)
  return states.map(({ dwEventState, cbAtr, rgbAtr }, index) => ({
    reader: known[index]?.reader ?? '',
    bits: Number(dwEventState) >>> 0,
    atr: Uint8Array.from(rgbAtr.subarray(0, Math.min(33, Number(cbAtr)))),
  }))
}

function cardOf(calls: Calls, handle: Value, connected: number): PcscCard {
  let protocol = connected
  return {
    async atr() {
      const name = Buffer.alloc(512)
      const atr = Buffer.alloc(36)
      // In characters: 256 of two bytes, or as many of one.
      const lengths = { name: [256] as [Value], atr: [atr.length] as [Value] }
      await must('SCardStatus', calls.status, handle, name, lengths.name, [0], [0], atr, lengths.atr)
      return Uint8Array.from(atr.subarray(0, Number(lengths.atr[0])))
    },
    async transmit(command) {
      const sent = Buffer.from(command)
      const answer = Buffer.alloc(longestAnswer)
      const length: [Value] = [answer.length]
      const pci = { dwProtocol: protocol, cbPciLength: calls.pciSize }
      try {
        await must('SCardTransmit', calls.transmit, handle, pci, sent, sent.length, null, answer, length)
        return Uint8Array.from(answer.subarray(0, Number(length[0])))
      } finally {
        // Codes and persons pass here.
        sent.fill(0)
        answer.fill(0)
      }
    },
    begin: () => must('SCardBeginTransaction', calls.begin, handle),
    end: () => must('SCardEndTransaction', calls.end, handle, dispositions.leave),
    async reconnect(share) {
      const active: [Value] = [0]
      await must('SCardReconnect', calls.reconnect, handle, shares[share], anyCardProtocol, dispositions.leave, active)
      protocol = Number(active[0])
    },
    async attribute(id) {
      const bytes = Buffer.alloc(264)
      const length: [Value] = [bytes.length]
      const code = await ask(calls.attribute, handle, id, bytes, length)
      return code === 'SCARD_S_SUCCESS' ? Uint8Array.from(bytes.subarray(0, Number(length[0]))) : null
    },
    disconnect: async (disposition) => void (await ask(calls.disconnect, handle, dispositions[disposition])),
  }
}
