import { isDenial } from '#app/kernel/denials.ts'
import { searchWords } from '#app/kernel/letters.ts'
import { readPartialDate } from '#app/kernel/partial-date.ts'
import { brandAtStart } from './brands.ts'
import type { VaccinationFields } from './model.ts'

/** A vaccination before anything is typed: given today. */
export function blankVaccination(today: string): VaccinationFields {
  return {
    valences: [],
    vaccine: '',
    rank: '',
    givenOn: today,
    lot: '',
    site: null,
    route: null,
    givenBy: '',
    declared: false,
    comment: '',
  }
}

/**
 * Reads a vaccination as it is typed: « Repevax 12/03/2024 lot A123 », « rappel DTP 2019 déclaré ». Today when no date is
 * written, `null` when nothing names a vaccine.
 */
export function readVaccination(typed: string, today: string): VaccinationFields | null {
  if (isNotGiven(typed)) return null
  let text = ` ${typed
    .replace(/\s+/g, ' ')
    .replace(/^\s*(vaccination|vaccin)s?\s*:?\s*/iu, '')
    .trim()}`
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(text)
    if (found === null) return undefined
    text = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`
    return found[1]
  }
  const lot = take(/[\s,](?:n°\s*de\s*)?lot\s*(?:n°)?\s*:?\s*([\p{L}\d/-]{1,40})/iu)
  const declared = take(/\(?(?<!\p{L})(déclarée?(?: par (?:le patient|la patiente|la famille))?)(?!\p{L})\)?/iu)
  const rank = take(/\b(rappel|r\d|\d(?:re|ère|er|e|ème)\s*dose|dose\s*\d)\b/iu)
  const site = take(/\b(bras (?:gauche|droit)|cuisse (?:gauche|droite))\b/iu)
  const route = take(/[\s,](IM|SC|ID)(?=$|[\s,])/u)
  const written = take(/[\s,](?:le )?(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}[/.-]\d{4}|(?:19|20)\d{2})(?=$|[\s,])/u)
  const givenOn = written === undefined ? today : readPartialDate(written, today)
  const vaccine = text.replace(/\s+/g, ' ').replace(/^[\s,;:-]+|[\s,;:-]+$/g, '')
  if (vaccine === '' || givenOn === null || givenOn > today) return null
  const brand = brandAtStart(vaccine)
  // A trade name as the list writes it; a short one as it is typed, for DTP and dTP are not one vaccine.
  const known =
    brand !== null && brand.name.length > 5 && searchWords(vaccine).length === searchWords(brand.name).length
  return {
    ...blankVaccination(today),
    vaccine: (known ? brand.name : vaccine).slice(0, 120),
    valences: [...(brand?.valences ?? [])],
    rank: rank === undefined ? '' : `${rank.charAt(0).toLocaleUpperCase('fr')}${rank.slice(1)}`,
    givenOn,
    lot: lot ?? '',
    site: site === undefined ? null : siteOf(site),
    route: route === undefined ? null : (routes[route] ?? null),
    declared: declared !== undefined,
  }
}

/** What is denied, refused, wished for or planned was not given: « grippe à faire », « vaccin refusé », « à jour ». */
const notGiven =
  /(?:^| )(?:a faire|a refaire|a prevoir|a programmer|a jour|a verifier|prevu\w*|prescri\w*|ordonnance|conseil\w*|propos\w*|refus\w*|report\w*|non|pas|souhait\w*|programm\w*|contre indi\w*|manqu\w*|en retard|rdv|rendez vous|recommand\w*|eligible|bientot|prochain\w*|demain|a commander|a renouveler|a discuter|hesit\w*|reserv\w*)(?= |$)/

function isNotGiven(typed: string): boolean {
  return isDenial(typed) || notGiven.test(searchWords(typed).join(' '))
}

const routes: Readonly<Record<string, VaccinationFields['route']>> = {
  IM: 'intramuscular',
  SC: 'subcutaneous',
  ID: 'intradermal',
}

function siteOf(written: string): VaccinationFields['site'] {
  const words = searchWords(written)
  const side = words.includes('gauche') ? 'left' : 'right'
  return words.includes('bras') ? `${side}-arm` : `${side}-thigh`
}
