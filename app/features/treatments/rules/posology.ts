import type { DayDoses, Duration, Posology, TreatmentFields } from '../model.ts'

/** How nothing yet is taken. */
export const noPosology: Posology = { doses: null, text: '', unit: '', route: '', asNeeded: false }

/** A treatment not yet written. */
export const emptyTreatment: TreatmentFields = {
  drug: { cis: null, name: '' },
  posology: noPosology,
  duration: null,
  chronic: false,
  startedOn: null,
  stoppedOn: null,
  stopReason: '',
  ald: false,
  prescriber: '',
}

const figure = String.raw`(?:\d{1,3}(?:[.,]\d{1,2})?|½|¼|1\/2|1\/4|3\/4)`
const dayPattern = new RegExp(
  String.raw`(?<![\d/])(${figure})\s*-\s*(${figure})\s*-\s*(${figure})(?:\s*-\s*(${figure}))?(?![\d/])`,
)
const momentPattern = new RegExp(
  String.raw`(?:(?<![\d,.])(${figure})\s*(?:(comprimés?|cp|gélules?|gél|sachets?|gouttes?|unités?|bouffées?|ampoules?)\s*)?)?(?:le |au |à )?\b(matin|midi|soir|coucher)\b`,
  'giu',
)
const durationPattern =
  /(?:,?\s*\b(?:pendant|pour|qsp|durant)\s+)?(?<![/\d,.-])(\d{1,3})\s*(jours?|j|semaines?|sem|mois)(?![\p{L}\d])/iu
const asNeededPattern = /[,(]?\s*(?<!\p{L})(?:si besoin|si nécessaire|à la demande)(?!\p{L})\)?/iu
const strengthPattern = /\d+(?:[.,]\d+)?\s*(?:mg|g|µg|mcg|microgrammes?|ml|ui|u\.i\.|%)(?![\p{L}])/iu
const verbs =
  /\b(?:passer|augmenter|diminuer|baisser|monter)\s+à(?=\s)|^(?:débuter|introduire|poursuivre|continuer|reprendre|ajouter|prescrire|renouveler|mettre)\s+/giu

/** Reads « 1-0-1 », « ½-0-0-1 », « 1 - 0 - 1 »; `null` for anything else. */
export function parseDoses(text: string): DayDoses | null {
  const found = dayPattern.exec(text.trim())
  return found !== null && found[0].length === text.trim().length ? dosesOf(found) : null
}

/** Reads « 3 mois », « 10 j », « 2 semaines »; `null` for anything else. */
export function parseDuration(text: string): Duration | null {
  const found = durationPattern.exec(text.trim())
  return found !== null && found[0].length === text.trim().length ? durationOf(found) : null
}

/**
 * Reads a line as it is typed: « Ramipril 10 mg, 1-0-0 », « metformine 1000 1-0-1 3 mois », « Ramipril : passer à 10 mg, 1 le
 * matin ». The drug stays free words. `null` when nothing says that it is a treatment: neither a strength nor how or how
 * long it is taken.
 */
export function parseTreatment(line: string): TreatmentFields | null {
  let text = line.split(/[.;\n](?=\s|$)/)[0]?.trim() ?? ''
  if (text.length > 300) return null
  let doses: DayDoses | null = null
  let unit = ''
  const asNeeded = asNeededPattern.test(text)
  text = text.replace(asNeededPattern, ' ')
  const day = dayPattern.exec(text)
  if (day !== null) {
    doses = dosesOf(day)
    text = cut(text, day)
  } else {
    const moments = [...text.matchAll(momentPattern)]
    if (moments.some(([, count]) => count !== undefined) || moments.length > 1) {
      ;({ doses, unit } = dosesOfMoments(moments))
      const first = moments[0]
      const last = moments.at(-1)
      if (first !== undefined && last !== undefined)
        text = `${text.slice(0, first.index)}, ${text.slice(last.index + last[0].length)}`
    }
  }
  const lasting = durationPattern.exec(text)
  const duration = lasting === null ? null : durationOf(lasting)
  if (lasting !== null) text = cut(text, lasting)
  const isTreatment = doses !== null || duration !== null || asNeeded || strengthPattern.test(text)
  const [name = '', ...rest] = text
    .replace(/\s*:\s*/, ' ')
    .replaceAll(verbs, ' ')
    .split(/\s*,(?!\d)\s*/)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
  const isName = /^\p{L}[\p{L}\d'’ /.,%+µ()-]*$/u.test(name) && /\p{L}{3}/u.test(name) && name.split(' ').length <= 8
  if (!isTreatment || !isName) return null
  return {
    ...emptyTreatment,
    drug: { cis: null, name },
    posology: { ...noPosology, doses, unit, asNeeded, text: rest.filter((part) => part !== '').join(', ') },
    duration,
  }
}

function cut(text: string, found: RegExpExecArray): string {
  return `${text.slice(0, found.index)}, ${text.slice(found.index + found[0].length)}`
}

function dosesOf([, morning = '', noon = '', evening = '', night]: RegExpExecArray): DayDoses {
  return { morning: numberOf(morning), noon: numberOf(noon), evening: numberOf(evening), night: numberOf(night ?? '0') }
}

const momentNames = { matin: 'morning', midi: 'noon', soir: 'evening', coucher: 'night' } as const

function dosesOfMoments(moments: readonly RegExpMatchArray[]): { doses: DayDoses; unit: string } {
  const doses = { morning: 0, noon: 0, evening: 0, night: 0 }
  let count = 1
  let unit = ''
  // « 1 matin et soir »: the count goes on until another is said.
  for (const [, said, saidUnit, moment = ''] of moments) {
    if (said !== undefined) count = numberOf(said)
    if (saidUnit !== undefined)
      unit = saidUnit.toLowerCase().replace(/^cp$/, 'comprimé').replace(/^gél$/, 'gélule').replace(/s$/, '')
    doses[momentNames[moment.toLowerCase() as keyof typeof momentNames]] = count
  }
  return { doses, unit }
}

function numberOf(text: string): number {
  const fractions: Readonly<Record<string, number>> = { '½': 0.5, '¼': 0.25, '1/2': 0.5, '1/4': 0.25, '3/4': 0.75 }
  return fractions[text] ?? Number(text.replace(',', '.'))
}

function durationOf([, count = '1', word = '']: RegExpExecArray): Duration {
  const unit = word.toLowerCase().startsWith('j') ? 'day' : word.toLowerCase().startsWith('s') ? 'week' : 'month'
  return { count: Math.max(1, Number(count)), unit }
}
