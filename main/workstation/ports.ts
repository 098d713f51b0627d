import type {
  CardModule,
  DeviceProblem,
  DeviceRefusal,
  ProfessionalCard,
  ReaderService,
  SeenReader,
  TrainingCard,
  VitaleCard,
} from '#app/devices/workstation.ts'

/** What a device answers: its value, or a named refusal. A port that returns this never throws for what a card did. */
export type Answer<T> = { readonly ok: true; readonly value: T } | DeviceRefusal

/** Readers and cards as one source sees them: PC/SC, or the training reader. */
export interface ReadersState {
  readonly service: ReaderService
  readonly readers: readonly SeenReader[]
}

/**
 * Why a card did not do what was asked: the problem a screen words, and the name its library gives it
 * (« SCARD_W_REMOVED_CARD »), for the diagnostic. Carries neither command nor answer: they may be somebody's data.
 */
export class CardFailure extends Error {
  readonly problem: DeviceProblem
  readonly code: string

  constructor(problem: DeviceProblem, code: string) {
    super(`${problem} (${code})`)
    this.name = 'CardFailure'
    this.problem = problem
    this.code = code
  }
}

/** How a card is taken. */
export interface ConnectOptions {
  /** For itself alone: refused (`card.in-use`) while another program has it. Shared where absent. */
  readonly exclusive?: boolean
}

/** One card, powered, until it is closed or gone. Everything rejects with {@link CardFailure}. */
export interface CardConnection {
  readonly reader: string
  /** Of the card connected to: {@link SeenReader} `card.insertion`. */
  readonly insertion: number
  /** Answer to reset. */
  readonly atr: Uint8Array
  /**
   * One command, one answer with its two status bytes, as the card gives it (61xx and 6Cxx are left to the caller). One at a
   * time: a second one waits for the first. `card.slow` past `timeoutMs` (10 s where absent): the connection is then of no
   * more use. `card.withdrawn` when the card was taken out; when another program reset it, `card.unreadable` once, and the
   * connection stands again for the next command, with nothing selected on the card.
   */
  readonly transmit: (apdu: Uint8Array, timeoutMs?: number) => Promise<Uint8Array>
  /** No other program speaks to the card while `work` runs. Not re-entrant. */
  readonly transaction: <T>(work: () => Promise<T>) => Promise<T>
  /** Leaves the card as it is. Never rejects; does nothing the second time. */
  readonly close: () => Promise<void>
}

/** The readers of this computer, or of training. */
export interface CardReaders {
  /** As last seen. */
  readonly state: () => ReadersState
  /** Told each time the state changes, and only then. Returns what stops it. */
  readonly watch: (changed: (state: ReadersState) => void) => () => void
  /**
   * Rejects with {@link CardFailure}: `readers.unavailable`, `reader.absent`, `card.absent`, `card.unreadable`,
   * `card.in-use`, `card.slow`.
   */
  readonly connect: (reader: string, options?: ConnectOptions) => Promise<CardConnection>
  /** Ends what waits; nothing is told any more. */
  readonly close: () => Promise<void>
}

/** Numbers of insertions, of every source in this process together: none is given twice. */
export interface Insertions {
  readonly next: () => number
}

/** Professional cards (CPS, CPE, CPF), through PKCS#11 or in training. Nothing throws: an {@link Answer} is given. */
export interface ProfessionalCards {
  readonly module: () => Promise<CardModule>
  /** Another place for the module; `null` for the known places. What was entered and read is forgotten. */
  readonly useModule: (path: string | null) => Promise<CardModule>
  /** Public objects only: no code, no try spent. */
  readonly read: () => Promise<Answer<ProfessionalCard>>
  readonly enterPin: (insertion: number, pin: string) => Promise<Answer<Record<never, never>>>
  readonly forgetPin: () => Promise<void>
  /** RSASSA-PKCS1-v1_5 with SHA-256 of `message`, by the authentication key. Its callers make the message themselves. */
  readonly signMessage: (
    insertion: number,
    message: Uint8Array,
  ) => Promise<Answer<{ readonly signature: Uint8Array; readonly certificate: Uint8Array }>>
  /** RSASSA-PKCS1-v1_5 of a SHA-256 digest (32 bytes), by the signature key, of the card of that number where one is given. */
  readonly signDigest: (
    cardNumber: string | null,
    digest: Uint8Array,
  ) => Promise<Answer<{ readonly signature: Uint8Array; readonly certificate: Uint8Array }>>
  readonly close: () => Promise<void>
}

/** The reading of Vitale cards: by the library of the GIE where it is installed, else by plain commands. */
export interface VitaleReading {
  /** Of the reader named, or of the first one with a Vitale card. */
  readonly read: (reader: string | null) => Promise<Answer<VitaleCard>>
  readonly library: () => Promise<VitaleLibrary>
  /** Another place for the library; `null` for the known places. */
  readonly useLibrary: (path: string | null) => Promise<VitaleLibrary>
}

/** The library of the « API Lecture Vitale » on this computer, as the diagnostic names it. */
export interface VitaleLibrary {
  readonly status: 'not-installed' | 'not-loadable' | 'ready'
  readonly path: string | null
}

/** The training reader: virtual cards that behave as real ones do. */
export interface Training {
  /** Starts once; a second call tells the cards again. `null` where this program was built without it, or it did not start. */
  readonly start: () => Promise<readonly TrainingCard[] | null>
  readonly cards: () => Promise<readonly TrainingCard[]>
  /** False where there is no such card, or no room for it. */
  readonly insert: (cardId: string) => Promise<boolean>
  readonly withdraw: (cardId: string) => Promise<boolean>
  readonly stop: () => Promise<void>
  /** Whether it is started. */
  readonly running: () => boolean
  /** Told when it starts, stops or dies. Returns what stops it. */
  readonly watch: (changed: () => void) => () => void
  /** No reader while it is stopped. Every reader and card says `training`. */
  readonly readers: CardReaders
  readonly professionalCards: ProfessionalCards
}

/** The last failures, for the diagnostic. `doing` and `code` are words of ours or of a library: never data. */
export interface FailureLog {
  readonly note: (failure: { readonly reader: string | null; readonly doing: string; readonly code: string }) => void
}
