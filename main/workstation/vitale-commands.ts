import {
  type CardAnswer,
  type CardBeneficiary,
  followUp,
  holdsIdentity,
  isFileRead,
  parseAnswer,
  readBeneficiaries,
  readBinary,
  readFileTable,
  readStep,
  selectApplication,
  selectFile,
  VitaleFault,
  type VitaleFile,
} from '#main/protocols/vitale-card.ts'
import { vitaleProfile } from '#main/protocols/vitale-profile.ts'
import { type CardConnection, CardFailure } from './ports.ts'

/** What a whole reading may cost at the most: many times what a card of thirty files takes. */
const mostCommands = 200
/** Of one file, in bytes. */
const longestFile = 8 * 1024
/** How long one command may take, in ms: such cards answer within 100. */
const patienceMs = 3_000

/** A reading: who is on the card, and how many commands it took. */
export interface CommandReading {
  readonly beneficiaries: readonly CardBeneficiary[]
  readonly commands: number
}

/**
 * Reads the beneficiaries of a Vitale 2 by plain commands, in one transaction, with no command whose answer is not used: the
 * table of files, then of each file it names as much as is needed to know whether it holds beneficiaries, and the rest of
 * those that do. Nothing is written, no code is presented.
 *
 * Rejects with {@link CardFailure}: what the connection says, and `card.unreadable` for a card that does not answer as a
 * Vitale card does (its code says how, never what).
 */
export async function readByCommands(card: CardConnection): Promise<CommandReading> {
  const dialogue = new Dialogue(card)
  try {
    const beneficiaries = await card.transaction(() => readAll(dialogue))
    return { beneficiaries, commands: dialogue.sent }
  } catch (error) {
    if (error instanceof VitaleFault) throw new CardFailure('card.unreadable', `VITALE_${error.reason.toUpperCase()}`)
    throw error
  }
}

async function readAll(dialogue: Dialogue): Promise<CardBeneficiary[]> {
  const { application: main, table } = vitaleProfile
  if (!(await dialogue.select(selectApplication(main)))) throw unlike('VITALE_NO_APPLICATION')
  const content = (await dialogue.select(selectFile(table))) ? await dialogue.readFile(() => true) : null
  if (content === null) throw unlike('VITALE_NO_TABLE')
  const found: CardBeneficiary[] = []
  let selected: Uint8Array | null = main
  for (const { application, file } of mainFirst(readFileTable(content))) {
    if (selected === null || !same(selected, application)) {
      selected = (await dialogue.select(selectApplication(application))) ? application : null
      if (selected === null) continue
    }
    // Some files are not readable without authentication: they hold nothing for us.
    const bytes = (await dialogue.select(selectFile(file))) ? await dialogue.readFile(holdsIdentity) : null
    if (bytes !== null) found.push(...readBeneficiaries(bytes))
  }
  if (found.length === 0) throw new VitaleFault('nobody')
  if (found.length > mostBeneficiaries) throw new VitaleFault('too-big')
  return found
}

const mostBeneficiaries = 30

/** Each file once, those of the application already selected first, the table itself left out. */
function mainFirst(files: readonly VitaleFile[]): VitaleFile[] {
  const { application: main, table } = vitaleProfile
  const wanted = new Map<string, VitaleFile>()
  for (const file of files) {
    const isTable = file.file === table && same(file.application, main)
    if (!isTable) wanted.set(`${Buffer.from(file.application).toString('hex')}/${file.file}`, file)
  }
  const all = [...wanted.values()]
  const [ours, others] = [
    all.filter((one) => same(one.application, main)),
    all.filter((one) => !same(one.application, main)),
  ]
  return [...ours, ...others.toSorted((a, b) => Buffer.compare(a.application, b.application))]
}

/** Commands and answers, counted. */
class Dialogue {
  readonly #card: CardConnection
  sent = 0

  constructor(card: CardConnection) {
    this.#card = card
  }

  /** Whether it is now selected. What the card says of it (61xx) is not fetched: nothing of it is needed. */
  async select(command: Uint8Array): Promise<boolean> {
    const { status } = await this.#send(command)
    return status === 0x9000 || status >> 8 === 0x61
  }

  /** The content of the selected file; `null` when it cannot be read, or when its first bytes are not `wanted`. */
  async readFile(wanted: (beginning: Uint8Array) => boolean): Promise<Uint8Array | null> {
    let content: Uint8Array = new Uint8Array()
    for (;;) {
      const { data, status } = await this.#whole(readBinary(content.length))
      // 6282: the file ended before what was asked for. 6B00: it ended where the last step did.
      if (status !== 0x9000 && status !== 0x6282) return content.length > 0 && status === 0x6b00 ? content : null
      if (content.length === 0 && !wanted(data)) return null
      content = Buffer.concat([content, data])
      if (content.length > longestFile) throw new VitaleFault('too-big')
      if (isFileRead(content, data.length, status)) return content
    }
  }

  /** With what 6Cxx and 61xx ask for. */
  async #whole(command: Uint8Array): Promise<CardAnswer> {
    let answer = await this.#send(command)
    const corrected = answer.status >> 8 === 0x6c ? followUp(command, answer.status) : null
    if (corrected !== null) answer = await this.#send(corrected)
    let { data } = answer
    while (answer.status >> 8 === 0x61) {
      answer = await this.#send(followUp(command, answer.status) ?? command)
      data = Buffer.concat([data, answer.data])
      if (data.length > readStep) throw new VitaleFault('too-big')
    }
    return { data, status: answer.status }
  }

  async #send(command: Uint8Array): Promise<CardAnswer> {
    this.sent += 1
    if (this.sent > mostCommands) throw new VitaleFault('too-big')
    const answer = parseAnswer(await this.#card.transmit(command, patienceMs))
    if (answer === null) throw unlike('VITALE_NO_STATUS')
    return answer
  }
}

function unlike(code: string): CardFailure {
  return new CardFailure('card.unreadable', code)
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
