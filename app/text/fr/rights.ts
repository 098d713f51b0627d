import type {
  CallReason,
  ProposedField,
  RightsMode,
  RightsPeriod,
  SituationKind,
  Standing,
  UnderstoodRights,
} from '#app/features/rights/model.ts'
import { sayDay, sayDayAndHour } from './common.ts'
import { sayMissing } from './rights-words.ts'

const N = '\u00a0'

/** « 31/12/2026 ». Days of rights are of the calendar, unlike those of birth. */
const day = (date: string) => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1')

/** Régimes whose name is public. Others are told by their code. */
const schemes: Readonly<Record<string, string>> = {
  '01': 'Régime général',
  '02': 'Régime agricole (MSA)',
  '04': 'SNCF',
  '05': 'RATP',
  '06': 'Marins (ENIM)',
  '07': 'Mines',
  '08': 'Militaires (CNMSS)',
  '09': 'Banque de France',
  '10': 'Clercs de notaires (CRPCEN)',
  '14': 'Assemblée nationale',
  '15': 'Sénat',
  '90': 'Cultes (CAVIMAC)',
  '91': 'MGEN',
}

const situations: Readonly<Record<SituationKind, string>> = {
  ald: 'Affection de longue durée (ALD)',
  c2s: 'Complémentaire santé solidaire (C2S)',
  'leaving-c2s': 'Sortie de la C2S',
  maternity: 'Maternité',
  'work-accident': 'Accident du travail',
  disability: 'Invalidité',
  'state-medical-aid': 'Aide médicale de l’État (AME)',
  'alsace-moselle': 'Régime local Alsace-Moselle',
}

const qualities: Readonly<Record<NonNullable<UnderstoodRights['quality']>, string>> = {
  insured: 'Assuré',
  relative: 'Ascendant, descendant ou collatéral',
  spouse: 'Conjoint de l’assuré',
  'divorced-spouse': 'Conjoint divorcé',
  partner: 'Concubin de l’assuré',
  'separated-spouse': 'Conjoint séparé',
  child: 'Enfant de l’assuré',
  'widowed-spouse': 'Conjoint veuf',
  other: 'Autre ayant droit',
}

const reasons: Readonly<Record<CallReason, string>> = {
  asked: 'sur demande',
  systematic: 'à chaque lecture de carte',
  'card-absent': 'carte absente',
  'rights-absent': 'la carte ne dit pas les droits',
  'rights-expired': 'les droits de la carte sont terminés',
  situation: 'la carte montre une prise en charge particulière',
}

const due: Readonly<Record<Exclude<CallReason, 'asked'>, string>> = {
  systematic: 'La carte vient d’être lue. Le cabinet vérifie les droits à chaque lecture.',
  'card-absent': 'Les droits n’ont pas été vérifiés aujourd’hui, et la carte Vitale n’est pas là.',
  'rights-absent': 'La carte lue ne dit pas les droits.',
  'rights-expired': 'Les droits inscrits sur la carte sont terminés.',
  situation: 'La carte montre une prise en charge particulière (ALD, C2S, maternité…), à vérifier.',
}

const fields: Readonly<Record<ProposedField, string>> = {
  insuredNir: 'NIR de l’assuré',
  birthRank: 'Rang de naissance',
  regime: 'Régime',
  amcNumber: 'Numéro AMC (complémentaire)',
  address: 'Adresse',
  attendingPhysician: 'Médecin traitant',
}

const modes: Readonly<Record<RightsMode, { readonly name: string; readonly hint: string }>> = {
  targeted: {
    name: 'Ciblé',
    hint: 'Quand la carte ne dit pas les droits, quand ils sont terminés, ou quand elle montre une ALD, une C2S, l’AME, une maternité ou un accident du travail.',
  },
  systematic: { name: 'Systématique', hint: 'À chaque lecture d’une carte Vitale.' },
  manual: { name: 'Manuel', hint: 'Seulement quand quelqu’un le demande.' },
}

/** The coverage in one sentence: « Droits ouverts jusqu’au 31/12/2026 ». */
export function sayStanding({ state, from, to }: Standing): string {
  switch (state) {
    case 'open':
      return to === null ? 'Droits ouverts, sans date de fin' : `Droits ouverts jusqu’au ${day(to)}`
    case 'ended':
      return to === null ? 'Droits terminés' : `Droits terminés depuis le ${day(to)}`
    case 'to-come':
      return from === null ? 'Droits à venir' : `Droits à partir du ${day(from)}`
    case 'not-told':
      return 'Période de droits non précisée'
  }
}

/** « du 01/01/2026 au 31/12/2026 »; empty where nothing is told. */
export function sayPeriod({ from, to }: RightsPeriod): string {
  if (from !== null && to !== null) return `du ${day(from)} au ${day(to)}`
  if (from !== null) return `depuis le ${day(from)}`
  return to === null ? '' : `jusqu’au ${day(to)}`
}

/** « Régime général (01) ». */
export function sayScheme(code: string): string {
  const name = schemes[code]
  return name === undefined ? `Régime ${code}` : `${name} (${code})`
}

/** What the Assurance Maladie covers of a patient, in the civil status and in the settings (VIT-1). */
export const rightsText = {
  title: 'Couverture médicale',
  short: 'Droits',
  source: (at: string, by: string, reason: CallReason) =>
    `Assurance Maladie (ADRi), ${sayDayAndHour(at)}, demandé par ${by} (${reasons[reason]})`,
  /** In the form of the civil status. */
  line: (words: string) => words.replace(/^Droits (.)/, (_all, first: string) => first.toUpperCase()),
  read: (at: string) => `Lus le ${sayDay(at)}`,
  none: 'Droits jamais demandés',
  noneLong:
    'Interrogez l’Assurance Maladie pour connaître les droits, les exonérations et le médecin traitant déclaré. Rien n’est écrit dans le dossier avant votre accord.',
  missing: (parts: Parameters<typeof sayMissing>[0]) =>
    `Sans la carte Vitale, il manque ${sayMissing(parts)} dans l’état civil.`,
  mayNotAsk: 'Votre rôle permet de lire les droits, pas de les demander.',
  due,
  ask: 'Demander les droits',
  askAgain: 'Actualiser les droits',
  askCard: 'Demander les droits avec la carte lue',
  running: 'Droits demandés à l’Assurance Maladie',
  meanwhile: 'La consultation peut continuer.',
  phases: {
    preparing: 'Préparation',
    signing: 'Signature par votre carte',
    calling: 'Appel de l’Assurance Maladie',
    reading: 'Lecture de la réponse',
  } as Readonly<Record<string, string>>,
  stop: 'Arrêter',
  cancelled: 'Appel arrêté. Rien n’a été changé dans le dossier.',
  failed: 'Les droits n’ont pas été lus.',
  old: (at: string) => `Ces droits datent du ${sayDayAndHour(at)}. Ils ont pu changer depuis.`,
  facts: {
    situations: 'Prises en charge',
    noSituation: 'Aucune en cours',
    untold: (code: string) => `Code ${code}, dont le sens n’est pas publié`,
    familyDoctor: 'Médecin traitant',
    doctors: { declared: 'Déclaré à l’Assurance Maladie', none: 'Aucun déclaré', unknown: 'Non précisé' },
    quality: 'Qualité',
    qualities,
    scheme: 'Régime',
    fund: 'Caisse et centre',
    sayFund: (fund: string | null, centre: string | null) =>
      [fund === null ? '' : `Caisse ${fund}`, centre === null ? '' : `centre ${centre}`]
        .filter((part) => part !== '')
        .join(', '),
    mutual: 'Complémentaire',
    noMutual: 'Aucune gérée par la caisse. Une mutuelle à part n’est jamais dans cette réponse.',
    sayMutual: (number: string, guarantees: string | null) =>
      guarantees === null ? `N° ${number}, gérée par la caisse` : `N° ${number}, ${guarantees}, gérée par la caisse`,
    notTold: 'Non précisé',
  },
  situations,
  somebodyElse: {
    title: 'Cette réponse porte un autre nom ou une autre date de naissance que le dossier.',
    text: (name: string, birthDate: string) =>
      `Elle concerne ${[name, birthDate === '' ? '' : `date de naissance ${birthDate}`].filter((part) => part !== '').join(', ')}. Vérifiez le NIR de l’assuré et le rang de naissance avant d’en reprendre quoi que ce soit.`,
  },
  review: {
    title: 'À comparer avec l’état civil',
    text: 'Cochez ce qu’il faut reprendre de l’Assurance Maladie. Rien ne change sans cela.',
    field: 'Champ',
    record: 'Dossier',
    rights: 'Assurance Maladie',
    fields,
    empty: 'vide',
    noDoctor: 'aucun déclaré',
    take: (field: string) => `Reprendre de l’Assurance Maladie${N}: ${field}`,
    apply: 'Reprendre les lignes cochées',
    leave: 'Laisser le dossier tel quel',
    mayNot: 'Votre rôle ne permet pas de modifier l’état civil.',
    done: (at: string, by: string) => `Comparé à l’état civil le ${sayDayAndHour(at)} par ${by}.`,
  },
  status: {
    offer: (name: string) => `Demander les droits de ${name}`,
    running: (name: string, phase: string) => `Droits de ${name}${N}: ${phase}`,
    cancel: (name: string) => `Arrêter l’appel des droits de ${name}`,
    failed: (name: string) => `Droits non lus${N}: ${name}`,
    answered: (name: string, words: string) => `${name}${N}: ${words}`,
  },
  settings: {
    title: 'Droits (ADRi)',
    group: 'À la lecture d’une carte Vitale, demander les droits',
    hint: 'L’appel se fait pendant que vous continuez, avec votre carte CPS ou Pro Santé Connect\u00a0; tant que vous n’avez pas accepté que cette carte signe, il est seulement proposé dans la barre d’état. Rien n’est repris dans le dossier sans votre accord, et les droits ne sont pas redemandés le même jour.',
    modes,
  },
} as const
