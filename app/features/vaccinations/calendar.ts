import type { Valence } from './model.ts'

/**
 * The « calendrier des vaccinations et recommandations vaccinales 2025 » of the ministère de la Santé, as far as age and
 * what was received decide. What depends on a risk, a pregnancy, a journey or doses received under former calendars is not
 * computed: `app/text/fr/vaccinations.ts` says it beside.
 */
export const calendarSource = {
  name: 'Calendrier des vaccinations et recommandations vaccinales',
  edition: '2025',
} as const

/** Months in a number of years. */
const years = (count: number): number => count * 12

/**
 * A dose of a rule. Ages in months. `at`: from when it is due; `late`: from when it is late; `gap`: months after the dose
 * before it, at least. `from`: a dose received from this age on is this one, whatever came before (boosters); without it,
 * doses are counted in their order.
 */
export interface CalendarStep {
  readonly at: number
  readonly late: number
  readonly gap: number
  readonly from?: number
}

/** What one valence asks of whom. */
export interface CalendarRule {
  readonly valence: Valence
  /** Which sentence explains it. */
  readonly because: CalendarReason
  /** Births concerned, first and last day included. */
  readonly bornFrom?: string
  readonly bornTo?: string
  /** Ages concerned, in months: from, and before. */
  readonly ageFrom?: number
  readonly ageBefore?: number
  readonly steps: readonly CalendarStep[]
  /** Age alone does not decide of these ages: said, never counted. */
  readonly notComputed?: true
  /**
   * Only vaccines whose name begins with one of these count; or those that do not begin with one of `not`. After another one
   * and none that counts, what is due depends on the time since, which is not computed.
   */
  readonly only?: readonly string[]
  readonly not?: readonly string[]
}

/** Why a valence is, or is not, asked of somebody. A sentence each in the catalogue. */
export type CalendarReason =
  | 'diphtheria-tetanus-polio'
  | 'pertussis'
  | 'haemophilus-b'
  | 'hepatitis-b'
  | 'pneumococcus-infant'
  | 'pneumococcus-65'
  | 'meningococcus-acwy-infant'
  | 'meningococcus-acwy-adolescent'
  | 'meningococcus-b-infant'
  | 'measles-mumps-rubella'
  | 'papillomavirus'
  | 'rotavirus'
  | 'zoster-65'
  | 'rsv-75'
  | 'seasonal-65'

const infant: readonly CalendarStep[] = [
  { at: 2, late: 3, gap: 0 },
  { at: 4, late: 5, gap: 2 },
  { at: 11, late: 13, gap: 5 },
]

/** A booster replaces those before it; one received within the five years before its age stands for it. */
function booster(at: number, late: number, from: number): CalendarStep {
  return { at: years(at), late: years(late), gap: 12, from: years(from) }
}

/** At 6, between 11 and 13, at 25. */
const untilTwentyFive = [booster(6, 7, 5), booster(11, 14, 10), booster(25, 26, 20)]
/** At 45, 65, then every ten years. */
const afterwards = [
  booster(45, 46, 40),
  booster(65, 66, 60),
  booster(75, 76, 72),
  booster(85, 86, 82),
  booster(95, 96, 92),
]

/** Rules in the order of the table. Several may bear on one valence: the first that concerns an age speaks. */
export const calendarRules: readonly CalendarRule[] = [
  ...(['diphtheria', 'tetanus', 'poliomyelitis'] as const).map((valence) => ({
    valence,
    because: 'diphtheria-tetanus-polio' as const,
    steps: [...infant, ...untilTwentyFive, ...afterwards],
  })),
  // The booster of 25 may be caught up until 39 years of age.
  { valence: 'pertussis', because: 'pertussis', ageBefore: years(40), steps: [...infant, ...untilTwentyFive] },
  { valence: 'haemophilus-b', because: 'haemophilus-b', ageBefore: years(5), steps: infant },
  // Caught up until 15 years of age.
  { valence: 'hepatitis-b', because: 'hepatitis-b', ageBefore: years(16), steps: infant },
  { valence: 'pneumococcus', because: 'pneumococcus-infant', ageBefore: years(2), steps: infant },
  {
    valence: 'pneumococcus',
    because: 'pneumococcus-65',
    ageFrom: years(65),
    steps: [{ at: years(65), late: years(66), gap: 12 }],
    only: ['prevenar 20', 'apexxnar', 'capvaxive', 'vpc20', 'vpc 20', 'vpc21', 'vpc 21'],
  },
  {
    valence: 'meningococcus-acwy',
    because: 'meningococcus-acwy-infant',
    bornFrom: '2025-01-01',
    ageBefore: years(2),
    steps: [
      { at: 6, late: 7, gap: 0 },
      { at: 12, late: 13, gap: 2 },
    ],
  },
  // Those born before 2025, and the catching up of the others, follow former calendars and campaigns.
  {
    valence: 'meningococcus-acwy',
    because: 'meningococcus-acwy-infant',
    ageBefore: years(5),
    notComputed: true,
    steps: [],
  },
  {
    valence: 'meningococcus-acwy',
    because: 'meningococcus-acwy-adolescent',
    ageFrom: years(11),
    ageBefore: years(25),
    steps: [{ at: years(11), late: years(15), gap: 0, from: years(10) }],
  },
  {
    valence: 'meningococcus-b',
    because: 'meningococcus-b-infant',
    bornFrom: '2025-01-01',
    ageBefore: years(2),
    steps: [
      { at: 3, late: 4, gap: 0 },
      { at: 5, late: 6, gap: 2 },
      { at: 12, late: 15, gap: 6 },
    ],
  },
  { valence: 'meningococcus-b', because: 'meningococcus-b-infant', ageBefore: years(5), notComputed: true, steps: [] },
  ...(['measles', 'mumps', 'rubella'] as const).map((valence) => ({
    valence,
    because: 'measles-mumps-rubella' as const,
    bornFrom: '1980-01-01',
    steps: [
      { at: 12, late: 13, gap: 0 },
      { at: 16, late: 19, gap: 1 },
    ],
  })),
  {
    valence: 'papillomavirus',
    because: 'papillomavirus',
    ageFrom: years(11),
    ageBefore: years(20),
    steps: [
      { at: years(11), late: years(15), gap: 0 },
      { at: years(11) + 6, late: years(15) + 6, gap: 6 },
    ],
  },
  // From twenty to twenty-six, it depends on who.
  {
    valence: 'papillomavirus',
    because: 'papillomavirus',
    ageFrom: years(20),
    ageBefore: years(27),
    notComputed: true,
    steps: [],
  },
  // The last dose comes before 24 weeks, or 32 of RotaTeq: from five months on, weeks decide.
  { valence: 'rotavirus', because: 'rotavirus', ageFrom: 5, ageBefore: 8, notComputed: true, steps: [] },
  {
    valence: 'rotavirus',
    because: 'rotavirus',
    ageBefore: 5,
    steps: [
      { at: 2, late: 3, gap: 0 },
      { at: 3, late: 4, gap: 1 },
    ],
  },
  {
    valence: 'zoster',
    because: 'zoster-65',
    ageFrom: years(65),
    steps: [
      { at: years(65), late: years(66), gap: 0 },
      { at: years(65) + 2, late: years(66) + 2, gap: 2 },
    ],
    not: ['zostavax'],
  },
  {
    valence: 'rsv',
    because: 'rsv-75',
    ageFrom: years(75),
    steps: [{ at: years(75), late: years(76), gap: 0 }],
  },
]

/** Valences asked for each autumn, from an age in months. */
export const seasonalRules = [
  { valence: 'influenza', because: 'seasonal-65', ageFrom: years(65) },
  { valence: 'covid-19', because: 'seasonal-65', ageFrom: years(65) },
] as const satisfies readonly { valence: Valence; because: CalendarReason; ageFrom: number }[]

/** From fifteen years of age on, the first dose against papillomavirus calls for two others: two, then four months later. */
export const papillomavirusFromFifteen = { from: years(15), gaps: [2, 4] } as const

/** RotaTeq is given three times, the other twice. */
export const rotaTeq = { name: 'rotateq', doses: 3 } as const
