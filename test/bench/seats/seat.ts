import { performance } from 'node:perf_hooks'
import { WebSocket } from 'ws'
import { contract } from '#app/contract.ts'
import type { CivilStatusFields, PatientRecord } from '#app/features/patients/model.ts'
import { socketLine, type SocketLike } from '#app/kernel/lines.ts'
import type { AnyOperation, InputOf, OutputOf, Reply } from '#app/kernel/operation.ts'
import { callOver } from '#app/kernel/reply.ts'
import { contractDigest } from '#main/wire/index.ts'

/** A line to the host, as a program of another computer has one. */
export interface HostLine {
  call<O extends AnyOperation>(operation: O, input: InputOf<O>): Promise<Reply<O>>
  close(): void
}

/** What the seats noted together. Times in ms. */
export interface Told {
  /** How long each operation took. */
  readonly waits: number[]
  /** From the sending of a change to its new text read at another seat. */
  readonly sightings: number[]
  readonly failures: string[]
}

/** Opens a web socket under TLS to a host of this computer. */
export async function joinHost(port: number, authority: string): Promise<HostLine> {
  const socket = new WebSocket(`wss://localhost:${port}/rpc`, {
    ca: authority,
    origin: `https://localhost:${port}`,
    perMessageDeflate: false,
  })
  socket.binaryType = 'arraybuffer'
  const { link, welcome } = socketLine(socket as unknown as SocketLike, {
    contract: contractDigest(),
    program: '0.0.0-bench',
    kind: 'test',
  })
  await welcome
  return { call: (operation, input) => callOver(link, operation, input), close: () => socket.close(1000) }
}

/** Records that two seats show at once, so that a change at one is seen at the other. */
const sentAt = new Map<string, { readonly version: number; readonly at: number }>()
const letters = ['ma', 'dup', 'ber', 'lem', 'mo', 'roux', 'gar', 'petit', 'fra', '1977', '0712', 'le g']

function shown({ patientId, version, fields, tags }: PatientRecord) {
  return { patientId, version, fields, tagIds: tags.map((tag) => tag.tagId) }
}

/** One workstation and its person: searches, opens, types, saves, twice a second, and follows what changes. */
export class Seat {
  readonly #line: HostLine
  readonly #index: number
  readonly #told: Told
  #turn: number
  #rows: readonly string[] = []
  #open: { patientId: string; version: number; fields: CivilStatusFields; tagIds: string[] } | null = null

  constructor(line: HostLine, index: number, told: Told) {
    this.#line = line
    this.#index = index
    this.#told = told
    // Not everybody does the same thing at the same moment.
    this.#turn = index
  }

  async signIn(cabinetId: string, userId: string, password: string): Promise<void> {
    const reply = await this.#line.call(contract.cabinet.open, { cabinetId, userId, password })
    if (!reply.ok) throw new Error(`seat ${this.#index} is not let in: ${reply.problem}`)
    void this.#follow()
  }

  /** Works for so long, at so many operations a second, evenly spread over time and over seats. */
  async work(forMs: number, perSecond: number): Promise<void> {
    const everyMs = 1_000 / perSecond
    const startAt = performance.now() + (this.#index * everyMs) / 50
    for (let done = 0; done * everyMs < forMs; done += 1) {
      const waitMs = startAt + done * everyMs - performance.now()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      await this.#one()
    }
  }

  leave(): void {
    this.#line.close()
  }

  /** Out of ten: four searches, three readings, two texts kept while typing, one record saved. */
  async #one(): Promise<void> {
    this.#turn += 1
    switch (this.#turn % 10) {
      case 0:
      case 2:
      case 4:
      case 6: {
        const text = letters[(this.#turn * 7 + this.#index) % letters.length] ?? ''
        const found = await this.#ask(contract.patients.search, { text, limit: 100 })
        if (found !== null) this.#rows = found.rows.map((row) => row.patientId)
        return
      }
      case 1:
      case 5:
      case 8:
        return this.#openOne()
      case 9:
        return this.#save()
      default:
        return this.#type()
    }
  }

  async #openOne(): Promise<void> {
    // The first rows of what was found: people of one cabinet open the same few records.
    const patientId = this.#rows[this.#turn % 3] ?? this.#rows[0]
    if (patientId === undefined) return
    const opened = await this.#ask(contract.patients.open, { patientId })
    if (opened !== null) this.#open = shown(opened.record)
  }

  async #type(): Promise<void> {
    const open = this.#open
    if (open === null) return this.#openOne()
    await this.#ask(contract.drafts.save, {
      place: { form: 'patient-civil-status', subjectId: open.patientId },
      fields: { comments: `mesure ${this.#turn}` },
      basedOnVersion: open.version,
    })
  }

  async #save(): Promise<void> {
    const open = this.#open
    if (open === null) return this.#openOne()
    const at = performance.now()
    const fields = { ...open.fields, comments: `mesure ${this.#index} ${this.#turn}` }
    const reply = await this.#timed(() =>
      this.#line.call(contract.patients.update, {
        patientId: open.patientId,
        expectedVersion: open.version,
        fields,
        tagIds: open.tagIds,
      }),
    )
    if (reply.ok) {
      const { version } = reply.value.record
      sentAt.set(open.patientId, { version, at })
      this.#open = { ...open, version, fields }
    } else if (reply.problem !== 'edit.conflict') this.#told.failures.push(`patients.update ${reply.problem}`)
    // Somebody else was quicker: read again, as the screen does before it compares.
    else await this.#openOne()
  }

  async #follow(): Promise<void> {
    const reply = await this.#line.call(contract.sessions.watch, {})
    if (!reply.ok) throw new Error(`seat ${this.#index} cannot follow: ${reply.problem}`)
    try {
      for await (const event of reply.value) {
        if (event.kind !== 'patient' || event.id !== this.#open?.patientId || event.version <= this.#open.version)
          continue
        await this.#readAgain(event.id)
      }
    } catch {
      // The line was closed: the work is over.
    }
  }

  async #readAgain(patientId: string): Promise<void> {
    const read = await this.#ask(contract.patients.read, { patientId })
    if (read === null || this.#open?.patientId !== patientId) return
    const { version } = read.record
    this.#open = shown(read.record)
    const sent = sentAt.get(patientId)
    if (sent?.version === version) this.#told.sightings.push(performance.now() - sent.at)
  }

  async #ask<O extends AnyOperation>(operation: O, input: InputOf<O>): Promise<OutputOf<O> | null> {
    const reply = await this.#timed(() => this.#line.call(operation, input))
    if (reply.ok) return reply.value
    this.#told.failures.push(`${operation['~orpc'].meta.policy.name} ${reply.problem}`)
    return null
  }

  async #timed<T>(ask: () => Promise<T>): Promise<T> {
    const started = performance.now()
    const answer = await ask()
    this.#told.waits.push(performance.now() - started)
    return answer
  }
}
