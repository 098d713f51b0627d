import { act, type ReactNode } from 'react'
import { onTestFinished } from 'vitest'
import { ORPCError } from '@orpc/client'
import type { InstalledAuthority, ProfessionalCard, WorkstationState } from '#app/devices/workstation.ts'
import {
  CabinetProvider,
  connectLink,
  type Link,
  type WorkstationClient,
  type WorkstationView,
} from '#renderer/client/index.ts'
import { draw, one } from '#test/renderer/ui/draw.tsx'

/** What a card of these tests holds besides its public objects. */
interface CardBox {
  readonly pin: string
  triesLeft: number
}

/** A certificate long enough to be one, told apart by a letter. */
const certificate = (letter: string) => letter.repeat(120)

export const marchand: ProfessionalCard = {
  insertion: 1,
  reader: 'Lecteur 1',
  cardNumber: '8025000001/2800000001',
  nationalId: '899700000005',
  lastName: 'MARCHAND',
  firstName: 'Hélène',
  authentication: certificate('A'),
  signature: null,
  pin: 'ok',
  pinEntered: false,
  training: false,
}
export const belkacem: ProfessionalCard = {
  ...marchand,
  cardNumber: '8025000001/2800000002',
  nationalId: '899700000013',
  lastName: 'BELKACEM',
  firstName: 'Yanis',
  authentication: certificate('B'),
}

/** One reader at this seat, a card at a time; asked as a page asks it, and what it was asked. */
export class FakeReader {
  /** What the CryptoLib of this computer keeps. */
  installed: readonly InstalledAuthority[] = []
  readonly asked: { readonly name: string; readonly input: Record<string, unknown> }[] = []
  #insertions = 0
  /** The insertion whose code was entered. */
  #entered = 0
  #card: ProfessionalCard | null = null
  #box: CardBox = { pin: '1234', triesLeft: 3 }
  #view: WorkstationView = { status: 'absent', state: null, workstation: null, generation: 1 }
  readonly #listeners = new Set<() => void>()
  readonly view = () => this.#view
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Plugs a reader in, empty. */
  plug(): this {
    this.#show({ service: 'ready', training: false, readers: [this.#reader()] })
    return this
  }

  /** What the service says when there is no reader to speak of. */
  service(service: WorkstationState['service'], readers: WorkstationState['readers'] = []): this {
    this.#show({ service, training: false, readers })
    return this
  }

  insert(card: ProfessionalCard, triesLeft = 3): this {
    this.#insertions += 1
    this.#card = { ...card, insertion: this.#insertions }
    this.#box = { pin: '1234', triesLeft }
    return this.plug()
  }

  withdraw(): this {
    this.#card = null
    return this.plug()
  }

  #reader(): WorkstationState['readers'][number] {
    const card =
      this.#card === null
        ? null
        : { kind: 'cps' as const, model: 'CPS4', atr: '3B', insertion: this.#insertions, training: false }
    return { name: 'Lecteur 1', status: card === null ? 'empty' : 'card', card, training: false }
  }

  #show(state: WorkstationState): void {
    this.#view = { status: 'ready', state, workstation: this.#workstation, generation: 1 }
    for (const listener of this.#listeners) listener()
  }

  #of(insertion: unknown): ProfessionalCard | null {
    return this.#card?.insertion === insertion ? this.#card : null
  }

  readonly #answers: Record<string, (input: Record<string, unknown>) => unknown> = {
    readProfessionalCard: () => {
      if (this.#card === null) return { ok: false, problem: 'card.absent' }
      const { triesLeft } = this.#box
      const pin = ['blocked', 'last-try', 'low'][triesLeft] ?? 'ok'
      return { ok: true, value: { ...this.#card, pin } }
    },
    enterPin: ({ insertion, pin }) => {
      if (this.#of(insertion) === null) return { ok: false, problem: 'card.withdrawn' }
      if (this.#box.triesLeft === 0) return { ok: false, problem: 'pin.blocked' }
      if (pin === this.#box.pin) {
        this.#entered = this.#insertions
        return { ok: true, value: {} }
      }
      this.#box.triesLeft -= 1
      return this.#box.triesLeft === 0
        ? { ok: false, problem: 'pin.blocked' }
        : { ok: false, problem: 'pin.wrong', triesLeft: this.#box.triesLeft }
    },
    proveSlot: ({ insertion, slotId }) =>
      this.#of(insertion) === null
        ? { ok: false, problem: 'card.withdrawn' }
        : { ok: true, value: { signature: `slot ${String(slotId)}` } },
    proveIdentity: ({ insertion, challenge }) =>
      this.#of(insertion) === null
        ? { ok: false, problem: 'card.withdrawn' }
        : { ok: true, value: { signature: `identity ${String(challenge)}` } },
    forgetPin: () => ({}),
    installedAuthorities: () => ({ authorities: this.installed }),
    signDigest: () =>
      this.#entered === this.#insertions
        ? { ok: true, value: { signature: 'signed', certificate: certificate('S') } }
        : { ok: false, problem: 'pin.needed' },
  }

  readonly #workstation = Object.fromEntries(
    Object.entries(this.#answers).map(([name, answer]) => [
      name,
      async (input: Record<string, unknown>) => {
        this.asked.push({ name, input })
        return answer(input)
      },
    ]),
  ) as unknown as WorkstationClient

  calls(name: string) {
    return this.asked.filter((one) => one.name === name).map(({ input }) => input)
  }
}

/** Answers of a cabinet, by operation; a thrown `ORPCError` is a refusal. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>

/** Refuses as the core does. */
export function refuse(code: string, data: unknown = {}): never {
  throw new ORPCError(code, { data })
}

/** A screen of a seat with a reader, over a cabinet that answers this. */
export async function sitWithCard(screen: ReactNode, reader: FakeReader, answers: Answers) {
  const asked: { readonly operation: string; readonly input: Record<string, unknown> }[] = []
  const link = {
    call: async (path: readonly string[], input: Record<string, unknown>) => {
      const operation = path.join('.')
      asked.push({ operation, input })
      const answer = answers[operation]
      if (answer === undefined) throw new Error(`nobody answers ${operation}`)
      return (answer as (input: unknown) => unknown)(input)
    },
  } as unknown as Link
  globalThis.localStorage.clear()
  onTestFinished(() => globalThis.localStorage.clear())
  await draw(<CabinetProvider connection={connectLink(link, reader)}>{screen}</CabinetProvider>)
  const settle = (ms = 30) => act(async () => new Promise((resolve) => setTimeout(resolve, ms)))
  await settle()
  const button = (label: string) => {
    const found = [...document.querySelectorAll('button')].find((each) => each.textContent?.startsWith(label) === true)
    if (found === undefined) throw new Error(`no button ${label}`)
    return found
  }
  const field = (label: string) => {
    const found = [...document.querySelectorAll('label')].find((each) => each.textContent?.startsWith(label))
    if (found === undefined) throw new Error(`no field ${label}`)
    return one<HTMLInputElement>(`#${CSS.escape(found.htmlFor)}`)
  }
  return {
    settle,
    /** Every demand made of the cabinet, in order, and what one of them was asked. */
    operations: () => asked.map(({ operation }) => operation),
    asked: (operation: string) => asked.filter((each) => each.operation === operation).map(({ input }) => input),
    everything: () => JSON.stringify(asked),
    text: () => document.body.textContent?.replaceAll('\u00a0', ' ') ?? '',
    has: (label: string) => [...document.querySelectorAll('label')].some((each) => each.textContent === label),
    button,
    field,
    click: async (label: string) => {
      await act(async () => button(label).click())
      await settle()
    },
    type: async (label: string, text: string) => {
      const input = field(label)
      await act(async () => {
        input.focus()
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
        input.dispatchEvent(new Event('input', { bubbles: true }))
      })
    },
    tick: async (label: string) => {
      await act(async () => field(label).click())
      await settle()
    },
    /** Entrée in the form of a field. */
    enter: async (label: string) => {
      await act(async () => field(label).form?.requestSubmit())
      await settle()
    },
    /** Something happens at the reader. */
    reader: async (happens: (reader: FakeReader) => unknown) => {
      await act(async () => void happens(reader))
      await settle()
    },
  }
}
