import { searchWords } from '#app/kernel/letters.ts'
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
/** « tous les 3 jours », « depuis 3 mois », « 1 j sur 2 » say how often and since when, never how long. */
const durationPattern =
  /(?:,?\s*\b(?:pendant|pour|qsp|durant)\s+)?(?<!\b(?:tous|toutes|les|depuis|y a|dans|par|sur|à|avant|après|de|du|au|chaque|ou|ans?|x|×|fois)\s+)(?<![/\d,.-])(\d{1,3})\s*(jours?|j|semaines?|sem|mois)(?![\p{L}\d])(?!\s*(?:\/|sur\b|par\b|avant\b|après\b))/iu
const asNeededPattern = /[,(]?\s*(?<!\p{L})(?:si besoin|si nécessaire|à la demande)(?!\p{L})\)?/iu
/** « LDL 1,62 g/L » and « protéinurie 0,3 g/24 h » are results. */
const strengthPattern =
  /\d+(?:[.,]\d+)?\s*(?:mg|g|µg|mcg|microgrammes?|ml|ui|u\.i\.|%)(?![\p{L}])(?!\s*\/\s*(?:d?l(?!\p{L})|24))/iu
const passingTo = /\b(?:passer|augmenter|diminuer|baisser|monter)\s+à(?=\s)/giu
const verbs =
  /\b(?:passer|augmenter|diminuer|baisser|monter)\s+à(?=\s)|^(?:débuter|introduire|poursuivre|continuer|reprendre|ajouter|prescrire|renouveler|mettre)\s+/giu

/** What is stopped, refused, denied or only thought of is no treatment; nor is a leave from work, an allergy, an examination. */
const notTaken =
  /^(?:arret\w*|stop\w*|suspen\w*|interromp\w*|interruption|cess\w*|sevrage|fin|eviter|ne|pas|plus|sans|aucune?|non|ni|jamais|contre|allerg\w*|intoler\w*|refus\w*|retir\w*|supprim\w*|diminu\w*|augment\w*|baiss\w*|monter|descendre|passer|revoir|rdv|controle\w*|surveill\w*|bilan|si(?! besoin| necessaire))(?= |$)| (?:arrete|stoppe|suspendu|interrompu|cesse|refuse)e?s?(?= |$)| (?:contre indique|mal tolere|non pris|pas pris)/

/** A number, a space and a fraction: « 5 1/2 » is five and a half, or a half of a tablet of five. Nobody guesses. */
const ambiguousFraction = /(?<![\d,.])\d\s+(?:½|¼|[13]\/[24])\s*-/

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
  if (text.length > 300 || ambiguousFraction.test(text)) return null
  if (notTaken.test(searchWords(text.replace(passingTo, ' ')).join(' '))) return null
  let doses: DayDoses | null = null
  let unit = ''
  let isSaid = false
  const asNeeded = asNeededPattern.test(text)
  text = text.replace(asNeededPattern, ' ')
  const day = dayPattern.exec(text)
  if (day !== null && isDay(day, text)) return null
  if (day !== null) {
    doses = dosesOf(day)
    text = cut(text, day)
  } else {
    const moments = [...text.matchAll(momentPattern)]
    const first = moments[0]
    const last = moments.at(-1)
    if (first !== undefined && last !== undefined && isCounted(first, text) && isOneSaying(moments, text)) {
      ;({ doses, unit } = dosesOfMoments(moments))
      text = `${text.slice(0, first.index)}, ${text.slice(last.index + last[0].length)}`
    } else if (first !== undefined) {
      // Kept as it is said: « Kardegic 75 le matin » is not seventy-five of them.
      const from = text.slice(first.index).search(/(?:le |au |à )?\b(?:matin|midi|soir|coucher)\b/iu)
      isSaid = true
      text = `${text.slice(0, first.index + from).trimEnd()}, ${text.slice(first.index + from)}`
    }
  }
  const lasting = durationPattern.exec(text)
  const duration = lasting === null ? null : durationOf(lasting)
  if (lasting !== null) text = cut(text, lasting)
  const isTreatment =
    doses !== null || (isSaid && /\d/.test(text)) || duration !== null || asNeeded || strengthPattern.test(text)
  const [name = '', ...rest] = text
    .replace(/\s+(?=depuis\s)/iu, ', ')
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

/**
 * Fields whose drug was written as a whole line, « ramipril 10 mg, 1-0-0, 3 mois »: each thing in its own field. A drug that
 * was chosen, and what the line does not say, stay.
 */
export function withLineRead(fields: TreatmentFields): TreatmentFields {
  const read = fields.drug.cis === null ? parseTreatment(fields.drug.name) : null
  if (read === null) return fields
  const { posology } = fields
  return {
    ...fields,
    drug: read.drug,
    posology: {
      ...posology,
      doses: read.posology.doses ?? posology.doses,
      text: read.posology.text === '' ? posology.text : read.posology.text,
      unit: read.posology.unit === '' ? posology.unit : read.posology.unit,
      asNeeded: read.posology.asNeeded || posology.asNeeded,
    },
    duration: read.duration ?? fields.duration,
  }
}

/** « 12-03-24 » is a day: a figure with a zero before it, or three that a day, a month and a year could be. */
function isDay([all, ...figures]: RegExpExecArray, text: string): boolean {
  const [day = '', month = '', year = '', night] = figures
  if (/\b(?:depuis|le|du|dès|au|jusqu['’]au)\s*$/iu.test(text.slice(0, text.indexOf(all)))) return true
  if (figures.some((figure) => figure !== undefined && /^0\d/.test(figure))) return true
  if (night !== undefined || /\b(?:unités?|UI)\b/iu.test(text)) return false
  const isWhole = [day, month, year].every((figure) => /^\d+$/.test(figure))
  return (
    isWhole && Number(day) >= 5 && Number(day) <= 31 && Number(month) <= 12 && Number(month) >= 1 && Number(year) >= 10
  )
}

/**
 * Whether the count before a moment of the day is one: with its unit, after a strength (« 10 mg, 1 le matin », « 1000 1 le
 * matin »), or one or a part of one. « Ramipril 5 le matin » says the strength.
 */
function isCounted(first: RegExpExecArray, text: string): boolean {
  const [, count, unit] = first
  if (count === undefined) return false
  const before = text.slice(0, first.index)
  return unit !== undefined || numberOf(count) <= 1 || /\d[^\d]*$/.test(before) || /[,:]\s*$/.test(before)
}

/** Whether nothing but « et » and commas stands between the moments: what is said between them is not thrown away. */
function isOneSaying(moments: readonly RegExpExecArray[], text: string): boolean {
  return moments.every((moment, place) => {
    const before = moments[place - 1]
    return (
      before === undefined ||
      /^[\s,;+&/]*(?:et|puis)?[\s,]*$/iu.test(text.slice(before.index + before[0].length, moment.index))
    )
  })
}

function cut(text: string, found: RegExpExecArray): string {
  return `${text.slice(0, found.index)}, ${text.slice(found.index + found[0].length)}`
}

function dosesOf([, morning = '', noon = '', evening = '', night]: RegExpExecArray): DayDoses {
  return { morning: numberOf(morning), noon: numberOf(noon), evening: numberOf(evening), night: numberOf(night ?? '0') }
}

const momentNames = { matin: 'morning', midi: 'noon', soir: 'evening', coucher: 'night' } as const

function dosesOfMoments(moments: readonly RegExpExecArray[]): { doses: DayDoses; unit: string } {
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
