import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { deviceProblem } from '#app/kernel/device-problem.ts'

export type { DeviceProblem } from '#app/kernel/device-problem.ts'

/**
 * What is known of a card by its ATR alone. `vitale` may be of either generation; `cps` is any card of the CPx family
 * (CPS, CPF, CPE, CPA): which one it is, its certificates say.
 */
export const cardKind = z.enum(['cps', 'vitale', 'unknown'])
export type CardKind = z.infer<typeof cardKind>

/** A reader as its driver names it: « Gemalto PC Twin Reader 00 00 ». Also how it is designated. */
export const readerName = z.string().min(1).max(128)

/** A card in a reader. Nothing of its holder: that is only read when somebody asks. */
export const seenCard = z.object({
  kind: cardKind,
  /** « CPS4 », « Vitale 2 »; empty when the ATR is not known. */
  model: z.string(),
  /** Answer to reset, ISO/IEC 7816-3, in upper-case hexadecimal without spaces. */
  atr: z.string().regex(/^([0-9A-F]{2}){0,33}$/),
  /** Another insertion is another number: what was known of the former card, a code entered for it included, is gone. */
  insertion: z.int().min(1),
  /** Seen in the training reader, or in a virtual one: no card of a patient or of a professional. */
  training: z.boolean(),
})
export type SeenCard = z.infer<typeof seenCard>

/**
 * One reader.
 * - `empty`: no card;
 * - `card`: a card that answers;
 * - `mute`: a card that does not answer (upside down, damaged, not a chip card);
 * - `in-use`: a card that another program keeps for itself;
 * - `unusable`: the reader does not answer.
 */
export const seenReader = z.object({
  name: readerName,
  status: z.enum(['empty', 'card', 'mute', 'in-use', 'unusable']),
  card: seenCard.nullable(),
  training: z.boolean(),
})
export type SeenReader = z.infer<typeof seenReader>

/**
 * The PC/SC service of this computer.
 * - `starting`: not known yet;
 * - `ready`: it answers, with or without readers;
 * - `library-absent`: nothing of PC/SC is installed;
 * - `service-absent`: installed, and its service does not run;
 * - `service-lost`: it ran, and no longer answers; asked again by itself.
 */
export const readerService = z.enum(['starting', 'ready', 'library-absent', 'service-absent', 'service-lost'])
export type ReaderService = z.infer<typeof readerService>

/**
 * The PKCS#11 module that speaks to professional cards.
 * - `not-installed`: no module at the known places, nor at the one set;
 * - `not-loadable`: there is a file, which is no module for this computer;
 * - `ready`.
 */
export const cardModule = z.object({
  status: z.enum(['not-installed', 'not-loadable', 'ready']),
  /** Where it was looked for or found; `null` when nowhere. */
  path: z.string().nullable(),
  /** As it names itself: « CPS3 PKCS#11 LINUX 5.2 ». */
  description: z.string(),
})
export type CardModule = z.infer<typeof cardModule>

/** Readers and cards as they are now. Nothing personal: it is shown to whoever sits there, signed in or not. */
export const workstationState = z.object({
  service: readerService,
  readers: z.array(seenReader),
  /** Whether the training reader is shown: {@link workstationContract} `startTraining`. */
  training: z.boolean(),
})
export type WorkstationState = z.infer<typeof workstationState>

/** A refusal of the workstation. `triesLeft` is told with `pin.wrong` where the card tells it. */
export const deviceRefusal = z.object({
  ok: z.literal(false),
  problem: deviceProblem,
  triesLeft: z.int().min(0).max(15).nullable().optional(),
})
export type DeviceRefusal = z.infer<typeof deviceRefusal>

const answered = <T extends z.ZodObject>(value: T) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), deviceRefusal])

/** Bytes in base64url. */
const bytesText = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(40_000)

/** A certificate, DER in base64url. */
export const certificateText = bytesText.min(100)

/**
 * A professional card as its public objects show it: no code was needed. What the certificates say of the holder is read
 * by `main/protocols`, here and in the core alike; only what a screen shows before anybody is signed in is given here.
 */
export const professionalCard = z.object({
  insertion: z.int().min(1),
  reader: readerName.nullable(),
  /** Of the card: « 8025000001/2800000001 »; empty when it does not say. */
  cardNumber: z.string().max(80),
  /** National identifier of the holder, `PS_IdNat`: a digit for its kind, then the identifier (« 8 » + RPPS). */
  nationalId: z.string().max(40),
  /** As the certificate spells them. */
  lastName: z.string().max(120),
  firstName: z.string().max(120),
  /** Table R01 of the ANS: « SM26 ». As the card's data says it without a code; absent where it does not. */
  speciality: z.string().max(10).nullable().optional(),
  /** DER; the pair whose CKA_ID ends in 0x20, whose use is digitalSignature. */
  authentication: certificateText,
  /** DER; the pair whose CKA_ID ends in 0x10, whose use is nonRepudiation. `null` where the card has none. */
  signature: certificateText.nullable(),
  /** What the card says of its code without spending a try. `null`: it does not say. */
  pin: z.enum(['ok', 'low', 'last-try', 'blocked']).nullable(),
  /** The code was entered since this insertion. */
  pinEntered: z.boolean(),
  training: z.boolean(),
})
export type ProfessionalCard = z.infer<typeof professionalCard>

/** An authority whose certificate is installed on this computer, as that certificate says; believed by nobody yet. */
export const installedAuthority = z.object({
  /** « AC IGC-SANTE FORT PERSONNES ». */
  name: z.string().max(200),
  /** Who signed it; its own name for a root. */
  issuer: z.string().max(200),
  isRoot: z.boolean(),
  /** ISO 8601 in UTC. */
  validFrom: z.string(),
  validUntil: z.string(),
  /** SHA-256 of the certificate, in lower-case hexadecimal. */
  fingerprint: z.string().length(64),
  certificate: certificateText,
})
export type InstalledAuthority = z.infer<typeof installedAuthority>

/** A beneficiary as written on a Vitale card. Every text is as on the card, untrusted; absent values are `null`. */
export const vitaleBeneficiary = z.object({
  /** `nomPatronymique`; `null` when the card only has one name. */
  birthName: z.string().max(80).nullable(),
  usedName: z.string().max(80).nullable(),
  firstName: z.string().max(80).nullable(),
  /** `AAAA-MM-JJ`, maybe lunar (month 00 or above 12): never a calendar date. `null` when the card has none. */
  birthDate: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable(),
  /** The card writes the year on two digits: `birthDate` is `null` and the person completes it. */
  birthDateOnCard: z.string().max(8).nullable(),
  /** Rank of twins (`rangDeNaissance`), 1 when alone. */
  birthRank: z.int().min(1).max(9).nullable(),
  /** NIR of the insured, 13 characters and the key of 2 when the card has it. */
  insuredNir: z
    .string()
    .regex(/^\d{6}[0-9AB]\d{6}(\d{2})?$/)
    .nullable(),
  /** Their own certified NIR; for the insured, their own is `insuredNir` where this is `null`. */
  ownNir: z
    .string()
    .regex(/^\d{6}[0-9AB]\d{6}(\d{2})?$/)
    .nullable(),
  /** `qualBenef`: 0 for the insured, other values for who depends on them. `null` when the reading does not say. */
  quality: z.int().min(0).max(99).nullable(),
  /** `codeRegime` (2), `caisse` (3), `centreGestion` (4). */
  scheme: z.string().max(2).nullable(),
  fund: z.string().max(3).nullable(),
  centre: z.string().max(4).nullable(),
  /** Rights of the compulsory insurance, `AAAA-MM-JJ`. */
  rights: z.array(z.object({ from: z.string().max(10).nullable(), to: z.string().max(10).nullable() })).max(3),
  /** `libelleExo`: exemptions, in the words of the card; absent where the reading has none. */
  exemption: z.string().max(80).nullable().optional(),
  /** `typeCMU`: the marker of the complementary cover now called C2S. */
  c2s: z.string().max(80).nullable().optional(),
  addressLines: z.array(z.string().max(80)).max(5),
})
export type VitaleBeneficiary = z.infer<typeof vitaleBeneficiary>

/** What was read of one Vitale card. */
export const vitaleCard = z.object({
  insertion: z.int().min(1),
  reader: readerName,
  /** By plain APDUs (`card`), or by the API Lecture of the GIE SESAM-Vitale (`api-lecture`). */
  source: z.enum(['card', 'api-lecture']),
  /** A demonstration or training card: never a patient. */
  demonstration: z.boolean(),
  beneficiaries: z.array(vitaleBeneficiary).min(1).max(30),
})
export type VitaleCard = z.infer<typeof vitaleCard>

const nothing = z.strictObject({})
const uuid = z.uuid()
const challenge = bytesText.min(43).max(172)

/** The place of a library, from the root of a disk of this computer: what another computer holds is never loaded. */
export const libraryPath = z
  .string()
  .max(1024)
  // oxlint-disable-next-line no-control-regex -- a name of the system has none, and they would hide in a list
  .regex(/^(\/(?![\\/])|[A-Za-z]:[\\/](?![\\/]))[^\u0000-\u001F]+$/)

/** Where one keeps a module or a library that this program does not find by itself. */
export const deviceSettings = z.strictObject({
  /** PKCS#11 module of professional cards; `null` for the known places of this system. */
  cardModulePath: libraryPath.nullable(),
  /** Library of the « API Lecture Vitale »; `null` for the known places. */
  vitaleLibraryPath: libraryPath.nullable(),
  /** Vitale cards are read by plain commands where the library is not installed; so it is unless somebody said no. */
  vitaleByCommands: z.boolean().optional(),
})
export type DeviceSettings = z.infer<typeof deviceSettings>

/** What the diagnostic shows and copies: nothing of any holder. */
export const diagnostic = z.object({
  state: workstationState,
  module: cardModule,
  vitaleLibrary: z.object({ status: z.enum(['not-installed', 'not-loadable', 'ready']), path: z.string().nullable() }),
  /** The PC/SC library: « libpcsclite.so.1 »; `null` when absent. */
  library: z.string().nullable(),
  /** Who made each reader, as its driver says; `null` where it does not. */
  drivers: z.array(
    z.object({ reader: readerName, maker: z.string().max(60).nullable(), version: z.string().max(20).nullable() }),
  ),
  /** The last failures, newest first: PC/SC or PKCS#11 names (« SCARD_W_RESET_CARD »), never data. */
  errors: z.array(
    z.object({ at: z.string(), reader: readerName.nullable(), doing: z.string().max(60), code: z.string().max(60) }),
  ),
  settings: deviceSettings,
  /** False in a browser: its page may be anybody's who reaches the port, and a library is code that runs. */
  mayConfigure: z.boolean().optional(),
})
export type Diagnostic = z.infer<typeof diagnostic>

/** A virtual card that the training reader offers. */
export const trainingCard = z.object({
  cardId: z.string().max(40),
  kind: z.enum(['cps', 'vitale']),
  /** « CPS de Dr Hélène MARCHAND, code 1234 ». */
  label: z.string().max(120),
  inserted: z.boolean(),
})
export type TrainingCard = z.infer<typeof trainingCard>

/**
 * What a page asks of the workstation it is shown on: the process where readers and cards are. In the program the page has
 * a line to it; a browser has one only on the computer of the host, for that computer's readers. Elsewhere there is none,
 * and what needs a card says `device.absent`.
 *
 * A code goes from the page to the card through here, and never to a core. Keys never leave cards.
 */
export const workstationContract = {
  /** The state now, then each time it changes; nothing is sent while nothing changes. */
  watch: oc.input(nothing).output(eventIterator(workstationState)),

  diagnose: oc.input(nothing).output(diagnostic),
  /** Kept on this computer, for whoever uses it. Asked from a browser, changes nothing: {@link diagnostic} `mayConfigure`. */
  configure: oc.input(deviceSettings).output(diagnostic),

  /** The authorities that an installed « CryptoLib CPS » keeps on this computer; none where it is not installed. */
  installedAuthorities: oc.input(nothing).output(z.object({ authorities: z.array(installedAuthority).max(64) })),

  /** The professional card that is there: its public objects. Among several readers, the first one with such a card. */
  readProfessionalCard: oc.input(nothing).output(answered(professionalCard)),

  /** Spends a try when it is wrong. Kept by the card until it is withdrawn or {@link workstationContract} `forgetPin`. */
  enterPin: oc
    .input(z.strictObject({ insertion: z.int().min(1), pin: z.string().regex(/^\d{4,8}$/) }))
    .output(answered(z.object({}))),

  /** The code must be entered again: the seat is locked. */
  forgetPin: oc.input(nothing).output(z.object({})),

  /**
   * RSASSA-PKCS1-v1_5 with SHA-256, by the authentication key, of the message that `slotMessage` of `app/devices/proofs.ts`
   * makes here: its result opens a cabinet, so the page asks it only for a cabinet of this very computer, and no line to a
   * host may cause it.
   */
  proveSlot: oc
    .input(z.strictObject({ insertion: z.int().min(1), cabinetId: uuid, slotId: uuid, challenge }))
    .output(answered(z.object({ signature: bytesText }))),

  /** The same signature of the message that `identityMessage` makes: proves who is there, opens nothing. */
  proveIdentity: oc
    .input(z.strictObject({ insertion: z.int().min(1), cabinetId: uuid, challenge }))
    .output(answered(z.object({ signature: bytesText }))),

  /** RSASSA-PKCS1-v1_5 by the *signature* key, over a digest of a document: never by the key that opens cabinets. */
  signDigest: oc
    .input(
      z.strictObject({
        /** The card meant, by its number; `null` for the one that is there. */
        cardNumber: z.string().max(80).nullable(),
        algorithm: z.enum(['sha-256']),
        digest: bytesText.length(43),
      }),
    )
    .output(answered(z.object({ signature: bytesText, certificate: certificateText }))),

  /** Reads the Vitale card that is there, or the one of the reader named. Nothing is kept here. */
  readVitaleCard: oc.input(z.strictObject({ reader: readerName.nullable() })).output(answered(vitaleCard)),

  /** Starts the virtual cards of the training cabinet, once, and shows their reader among the others. */
  startTraining: oc.input(nothing).output(z.object({ started: z.boolean(), cards: z.array(trainingCard) })),
  trainingCards: oc.input(nothing).output(z.object({ cards: z.array(trainingCard) })),
  insertTrainingCard: oc.input(z.strictObject({ cardId: z.string().max(40) })).output(z.object({ done: z.boolean() })),
  withdrawTrainingCard: oc
    .input(z.strictObject({ cardId: z.string().max(40) }))
    .output(z.object({ done: z.boolean() })),
  /** Takes the training reader away, with its cards. */
  stopTraining: oc.input(nothing).output(z.object({})),
}

export type WorkstationContract = typeof workstationContract
