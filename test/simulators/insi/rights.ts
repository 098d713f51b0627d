import type { Persona } from './personas.ts'

/** A kind of rights, of which somebody may have several. */
export type RightsTrait =
  | 'ald'
  | 'c2s'
  | 'leaving-c2s'
  | 'maternity'
  | 'work-accident'
  | 'disability'
  | 'state-medical-aid'
  | 'alsace-moselle'
  /** No declared médecin traitant. */
  | 'no-doctor'
  /** Over since the end of the year before. */
  | 'ended'
  /** From the first day of the year after. */
  | 'to-come'
  /** Two periods, one after the other. */
  | 'renewed'
  /** The answer names no period. */
  | 'no-period'
  /** A complementary cover that the fund manages. */
  | 'mutual'
  /** The agricultural scheme. */
  | 'agricultural'
  /** A code that no public text tells. */
  | 'untold-code'
  /** Another address than that of the record. */
  | 'moved'

/** Those whom the training cabinet shows, by birth name and first names. Whoever is not here has the common rights. */
const known: Readonly<Record<string, readonly RightsTrait[]>> = {
  'BERTIN FRANCOISE': ['ald', 'renewed', 'mutual'],
  'LACAZE MICHEL': ['ald'],
  'LACAZE GABIN': [],
  'LACAZE MANON': ['c2s', 'no-doctor'],
  'LACOSTE MARTINE': ['leaving-c2s'],
  'BENSAID AICHA': ['maternity', 'mutual'],
  'LACROUTS BENOIT': ['work-accident'],
  'LACOSTE GERARD': ['disability', 'alsace-moselle'],
  'CHERKAOUI NADIA': ['state-medical-aid', 'no-doctor'],
  'LACAZE SIMONE': ['ended'],
  'LACOMBE LUCIE': ['no-period', 'untold-code'],
  'ARNAUD THERESE': ['agricultural', 'moved'],
  'LACROIX ANNE-SOPHIE': ['to-come'],
}

/** The rights of somebody. */
export function rightsTraitsOf({ birthName, firstNames }: Persona): readonly RightsTrait[] {
  return known[`${birthName} ${firstNames}`] ?? []
}

/** `codeSituation` of each: ours but the first one, since no list is public. Letters, so that none is taken for a real code. */
const situations: Readonly<Partial<Record<RightsTrait, string>>> = {
  maternity: 'FMAT',
  'work-accident': 'FACC',
  disability: 'FINV',
  'state-medical-aid': 'FAME',
  'alsace-moselle': 'FALM',
  'untold-code': '0999',
}

const element = (name: string, content: string) => `<r:${name}>${content}</r:${name}>`
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const compact = (day: string) => day.replaceAll('-', '')

/** The body of an answer, in a shape that is a guess from end to end: the schema of the answer of ADRi is not public. */
export function rightsContent(person: Persona, on: string, traits = rightsTraitsOf(person)): string {
  const has = (trait: RightsTrait) => traits.includes(trait)
  const year = Number(on.slice(0, 4))
  const period = (name: string, from: string, to: string, more = '') =>
    element(name, element('dateDebut', from) + element('dateFin', to) + more)
  const whole = [`${year}0101`, `${year}1231`] as const
  const covered = (situation: string, ald = '0') =>
    period('codeCouverture', whole[0], '00000000', element('codeALD', ald) + element('codeSituation', situation))
  const special = traits.flatMap((trait) => situations[trait] ?? [])
  const codes = special.length === 0 ? ['0100'] : special
  const content = [
    element('dateReponse', compact(on)),
    element('beneficiaire', beneficiary(person, traits, whole)),
    ...periods(traits, year).map(([from, to]) => period('periodeAMO', from, to)),
    ...codes.map((code, index) => covered(code, index === 0 && has('ald') ? '1' : '0')),
    element('organisme', fund(traits)),
  ]
  if (has('mutual')) {
    const contract = element('noIdentification', '75500017') + element('codeGarantiesComplementaires', 'RESPONSABLE')
    content.push(period('mutuelle', ...whole, contract))
  }
  return `<r:Reponse xmlns:r="urn:ir:se_rep_adr">${content.join('')}</r:Reponse>`
}

function beneficiary(person: Persona, traits: readonly RightsTrait[], [from, to]: readonly [string, string]): string {
  const has = (trait: RightsTrait) => traits.includes(trait)
  const service = has('c2s') ? '01' : has('leaving-c2s') ? '10' : null
  const isInsured = person.insured === undefined || person.insured === person.number
  return [
    element('nomPatronymique', escape(person.birthName)),
    element('prenom', escape(person.firstNames.split(' ')[0] ?? '')),
    ...(has('moved') ? [element('adresse4', '12 QUAI DES PINS'), element('adresse5', '33500 LIBOURNE')] : []),
    element('noNIRCertifie', `${person.number}${person.key}`),
    element('dateNaissance', compact(person.birthDate)),
    element('rangGemellaire', String(person.rank ?? 1)),
    element('qualite', isInsured ? '0' : '6'),
    element('topMedecinTraitant', has('no-doctor') ? '0' : '1'),
    ...(service === null
      ? []
      : [element('codeServiceAMO', service), element('dateDebutServiceAMO', from), element('dateFinServiceAMO', to)]),
  ].join('')
}

function periods(traits: readonly RightsTrait[], year: number): readonly (readonly [string, string])[] {
  if (traits.includes('no-period')) return []
  if (traits.includes('ended')) return [[`${year - 1}0101`, `${year - 1}1231`]]
  if (traits.includes('to-come')) return [[`${year + 1}0101`, `${year + 1}1231`]]
  const now = [`${year}0101`, `${year}1231`] as const
  return traits.includes('renewed') ? [now, [`${year + 1}0101`, `${year + 1}1231`]] : [now]
}

function fund(traits: readonly RightsTrait[]): string {
  const [scheme, code] = traits.includes('agricultural') ? ['02', '331'] : ['01', '331']
  return element('codeRegime', scheme ?? '') + element('codeCaisse', code ?? '') + element('centrePrestation', '0000')
}
