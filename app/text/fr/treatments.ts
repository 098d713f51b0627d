import type {
  AllergyClass,
  DayDoses,
  Duration,
  NotCheckedReason,
  Posology,
  SafetyAlert,
  TreatmentFields,
} from '#app/features/treatments/model.ts'

/** « 1-0-1 », and « 1-0-1-1 » with something at bedtime; decimals with a comma. */
export function sayDoses({ morning, noon, evening, night }: DayDoses): string {
  return [morning, noon, evening, ...(night === 0 ? [] : [night])].map(sayDose).join('-')
}

/** « 0,5 ». */
export function sayDose(dose: number): string {
  return String(dose).replace('.', ',')
}

/** « 3 mois », « 1 semaine », « 10 jours ». */
export function sayDuration({ count, unit }: Duration): string {
  const word = { day: 'jour', week: 'semaine', month: 'mois' }[unit]
  return `${count}\u00a0${word}${count > 1 && unit !== 'month' ? 's' : ''}`
}

/** How it is taken, in a few words: « 1-0-1 », « 1-0-0, si besoin », « 1 goutte par œil ». */
export function sayPosology({ doses, text, asNeeded }: Posology): string {
  return [doses === null ? '' : sayDoses(doses), text, asNeeded ? 'si besoin' : '']
    .filter((part) => part !== '')
    .join(', ')
}

/** A treatment in one line: « Ramipril 10 mg, 1-0-0, 3 mois ». */
export function sayTreatment({
  drug,
  posology,
  duration,
}: Pick<TreatmentFields, 'drug' | 'posology' | 'duration'>): string {
  return [drug.name, sayPosology(posology), duration === null ? '' : sayDuration(duration)]
    .filter((part) => part !== '')
    .join(', ')
}

/**
 * A drug in a few words: « METFORMINE 1000 mg, comprimé pelliculé » gives « Metformine 1 000 mg ». Free words stay as they are
 * typed.
 */
export function sayDrugShort(name: string): string {
  const [short = name] = name.split(', ')
  const said = short
    .replaceAll(/\s*\([^()]*\)/g, '')
    .replaceAll(/(?<![\p{L}\d])\p{Lu}[\p{Lu}'’.-]{2,}(?![\p{L}\d])/gu, (word) => word.toLocaleLowerCase('fr'))
    .replaceAll(/(?<![\d.,])(\d{1,3})(\d{3})(?!\d)/g, '$1\u202f$2')
  return `${said.slice(0, 1).toLocaleUpperCase('fr')}${said.slice(1)}`
}

/** « 1 comprimé le matin, 1 le soir », as a sheet says it to the patient and the pharmacist. */
export function sayDosesInWords({ morning, noon, evening, night }: DayDoses, unit: string): string {
  const moments = [
    [morning, 'le matin'],
    [noon, 'le midi'],
    [evening, 'le soir'],
    [night, 'au coucher'],
  ] as const
  return moments
    .filter(([dose]) => dose > 0)
    .map(([dose, moment], place) => {
      const named = place > 0 || unit === '' ? '' : ` ${unit}${dose >= 2 && !unit.endsWith('s') ? 's' : ''}`
      return `${sayDose(dose)}${named} ${moment}`
    })
    .join(', ')
}

const classes: Readonly<Record<AllergyClass, string>> = {
  penicillins: 'pénicillines',
  cephalosporins: 'céphalosporines',
  carbapenems: 'carbapénèmes',
  nsaids: 'AINS et acide acétylsalicylique',
  'antibacterial-sulfonamides': 'sulfamides antibactériens',
  macrolides: 'macrolides',
  quinolones: 'quinolones',
}

/** An alert in one sentence, the drug first. */
export function sayAlert(alert: SafetyAlert): string {
  const { kind, drugName, substance, against, allergyClass } = alert
  if (kind === 'duplicate')
    return substance === drugName
      ? `${drugName} : déjà dans les traitements (${against}).`
      : `${drugName} : ${substance} est déjà dans ${against}.`
  const what = `${alert.isIntolerance ? 'intolérance' : 'allergie'} « ${against} »${alert.severity === 'severe' ? ', sévère' : ''}${alert.isUnconfirmed ? ', à confirmer' : ''}`
  const holds = substance === '' ? '' : `contient ${substance}, `
  if (kind === 'allergy' || allergyClass === null) return `${drugName} : ${holds}${what}.`
  const of = classes[allergyClass]
  return kind === 'allergy-class'
    ? `${drugName} : ${holds}classe ${of} ; ${what}.`
    : `${drugName} : ${holds}${of} ; réaction croisée possible avec ${what}.`
}

/** Why a check was not made, in one sentence. */
export function sayNotChecked({ code, about }: NotCheckedReason): string {
  switch (code) {
    case 'base-not-imported':
      return 'la base des médicaments n’est pas importée.'
    case 'free-text-drug':
      return `${about} est en texte libre.`
    case 'drug-not-in-base':
      return `${about} n’est plus dans la base des médicaments.`
    case 'drug-without-substance':
      return `${about} : la base n’indique pas de substance.`
    case 'allergies-unknown':
      return 'les allergies du patient ne sont pas renseignées.'
    case 'excipients':
      return `allergie « ${about} » : les excipients des médicaments ne sont pas vérifiés.`
    case 'allergy-without-substance':
      return `allergie « ${about} » : substance non reconnue.`
  }
}

/** Why a check was not made, in sentences: drugs in free words are named together. */
export function sayReasons(reasons: readonly NotCheckedReason[]): string[] {
  const free = reasons.flatMap(({ code, about }) => (code === 'free-text-drug' ? [about] : []))
  const others = reasons.filter(({ code }) => code !== 'free-text-drug' || free.length === 1).map(sayNotChecked)
  const together = free.length > 1 ? [`médicaments en texte libre : ${free.join(', ')}.`] : []
  return [...others, ...together].map(
    (sentence) => `${sentence.slice(0, 1).toLocaleUpperCase('fr')}${sentence.slice(1)}`,
  )
}

/** The tab, the block, the form and the check. */
export const treatmentsText = {
  title: 'Traitements',
  current: 'Traitements en cours',
  past: 'Traitements passés',
  none: 'Aucun traitement en cours.',
  noneAtAll: 'Aucun traitement dans ce dossier. Ajoutez-en un, ou prescrivez.',
  add: 'Ajouter un traitement',
  addShort: 'Ajouter',
  renewAll: 'Renouveler tout',
  stop: 'Arrêter',
  resume: 'Reprendre',
  change: 'Modifier',
  remove: 'Retirer',
  cancel: 'Annuler',
  undo: 'Annuler',
  columns: {
    drug: 'Médicament',
    posology: 'Posologie',
    duration: 'Durée',
    since: 'Depuis',
    until: 'Jusqu’au',
    marks: 'Mention',
    acts: 'Actions',
  },
  fields: {
    drug: 'Médicament',
    drugHint: 'Nom ou substance. Sans choix dans la liste, le texte est gardé tel quel.',
    doses: 'Prises',
    dosesHint: 'Matin-midi-soir ou matin-midi-soir-coucher, par exemple 1-0-1',
    text: 'Posologie en clair',
    unit: 'Unité',
    route: 'Voie',
    duration: 'Durée',
    durationHint: 'Par exemple 3 mois, 10 jours',
    startedOn: 'Depuis le',
    prescriber: 'Prescripteur',
    stopReason: 'Motif d’arrêt',
    stoppedOn: 'Arrêté le',
    asNeeded: 'Si besoin',
    chronic: 'Au long cours',
    ald: 'En rapport avec une ALD',
  },
  refusals: {
    drug: 'Indiquez le médicament.',
    doses: 'Écrivez les prises comme 1-0-1 ou 1-0-1-1.',
    duration: 'Écrivez la durée comme 3 mois, 2 semaines ou 10 jours.',
    date: 'Cette date n’existe pas.',
  },
  optional: 'facultatif',
  ald: 'ALD',
  chronic: 'Au long cours',
  stopped: (on: string, reason: string) => `Arrêté le ${on}${reason === '' ? '' : ` : ${reason}`}`,
  ended: 'Terminé',
  freeText: 'texte libre',
  drugs: (count: number) => `${count} médicaments`,
  notMarketed: 'non commercialisé',
  search: {
    label: 'Médicaments proposés',
    none: 'Aucun médicament de ce nom. Le texte sera gardé tel quel.',
    notImported: 'La base des médicaments n’est pas importée : le texte sera gardé tel quel.',
  },
  added: (name: string) => `${name} ajouté.`,
  saved: (name: string) => `${name} modifié.`,
  stoppedToast: (name: string) => `${name} arrêté.`,
  resumed: (name: string) => `${name} repris.`,
  removed: (name: string) => `${name} retiré.`,
  stopReasons: ['Fin du traitement', 'Effet indésirable', 'Inefficacité', 'Remplacé', 'Demande du patient'],
  safety: {
    title: 'Allergies et intolérances',
    alerts: (count: number) => (count > 1 ? `${count} alertes` : '1 alerte'),
    none: 'Allergies vérifiées : aucune alerte.',
    notChecked: 'Allergies non vérifiées',
    partly: 'Non vérifié :',
    unreachable: 'Allergies non vérifiées : la vérification n’a pas répondu.',
    reminder: 'Ce n’est pas une absence d’allergie.',
  },
} as const
