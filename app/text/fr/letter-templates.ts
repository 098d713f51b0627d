import type { LetterCategory } from '#app/features/letters/model.ts'

/** The words of a template that comes with the program, as `documentOf` reads them. */
export interface WrittenTemplate {
  readonly templateId: string
  readonly category: LetterCategory
  readonly name: string
  readonly title: string
  readonly words: string
}

const confrere = 'Cher confrère, chère consœur,'
const thanks = 'Je vous remercie de votre avis et vous prie de croire à mes sentiments confraternels.'
const given = 'Certificat établi à la demande de l’intéressé(e) et remis en main propre.'
const undersigned = 'Je soussigné(e), {practitioner.name}, certifie avoir examiné ce jour'

/** Templates that come with the program, in the order they are offered. Sober: each says what was seen, and no more. */
export const writtenTemplates: readonly WrittenTemplate[] = [
  {
    templateId: 'program:specialist',
    category: 'letter',
    name: 'Courrier à un spécialiste',
    title: 'Demande d’avis',
    words: [
      confrere,
      '',
      'Je vous adresse {patient.civility} {patient.last-name} {patient.first-name}, {patient.age}, pour [motif de la demande].',
      '',
      '[Histoire et examen de ce jour]',
      '',
      '**Antécédents\u00a0:** {record.problems}',
      '**Traitements en cours\u00a0:** {record.treatments}',
      '**Allergies et intolérances\u00a0:** {record.allergies}',
      '**Dernières mesures\u00a0:** poids {measure.weight}, tension artérielle {measure.blood-pressure}',
      '',
      thanks,
    ].join('\n'),
  },
  {
    templateId: 'program:follow-up',
    category: 'letter',
    name: 'Réponse à un confrère',
    title: 'Courrier de suivi',
    words: [
      confrere,
      '',
      'J’ai revu ce jour {patient.civility} {patient.last-name} {patient.first-name}, {patient.age}, que vous suivez pour [motif].',
      '',
      '[Évolution et examen]',
      '',
      'Traitement en cours\u00a0: {record.treatments}',
      '',
      '[Conduite proposée]',
      '',
      'Je vous prie de croire à mes sentiments confraternels.',
    ].join('\n'),
  },
  {
    templateId: 'program:imaging',
    category: 'letter',
    name: 'Demande d’imagerie',
    title: 'Demande d’examen d’imagerie',
    words: [
      confrere,
      '',
      'Merci de réaliser chez {patient.civility} {patient.last-name} {patient.first-name}, {patient.age}\u00a0:',
      '- [examen demandé]',
      '',
      '**Renseignements cliniques\u00a0:** [histoire, examen]',
      '**Question posée\u00a0:** [question]',
      '**Allergies et intolérances\u00a0:** {record.allergies}',
      '',
      thanks,
    ].join('\n'),
  },
  {
    templateId: 'program:emergency',
    category: 'letter',
    name: 'Adressage aux urgences',
    title: 'Adressage aux urgences',
    words: [
      confrere,
      '',
      'Je vous adresse ce jour {patient.civility} {patient.last-name} {patient.first-name}, {patient.age}, pour [motif].',
      '',
      '**Histoire\u00a0:** [histoire]',
      '**Examen** à [heure]\u00a0: tension artérielle {measure.blood-pressure}, pouls {measure.pulse}, température {measure.temperature}. [examen]',
      '**Gestes et traitements reçus\u00a0:** [gestes, doses, heures]',
      '**Antécédents\u00a0:** {record.problems}',
      '**Traitements en cours\u00a0:** {record.treatments}',
      '**Allergies et intolérances\u00a0:** {record.allergies}',
      '',
      'Personne à prévenir\u00a0: [nom et téléphone]',
      '',
      'Je vous remercie de votre prise en charge.',
    ].join('\n'),
  },
  {
    templateId: 'program:record-transfer',
    category: 'letter',
    name: 'Transmission du dossier à un confrère',
    title: 'Transmission du dossier',
    words: [
      confrere,
      '',
      'À la demande de {patient.civility} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}, je vous transmets les éléments utiles de son dossier.',
      '',
      '# Pathologies et antécédents',
      '{record.problems}',
      '# Traitements en cours',
      '{record.treatments}',
      '# Allergies et intolérances',
      '{record.allergies}',
      '',
      'Documents joints\u00a0: [liste]',
      '',
      'Je reste à votre disposition et vous prie de croire à mes sentiments confraternels.',
    ].join('\n'),
  },
  {
    templateId: 'program:certificate',
    category: 'certificate',
    name: 'Certificat médical',
    title: 'Certificat médical',
    words: [
      `${undersigned} {patient.civility} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}.`,
      '',
      '[Constatations]',
      '',
      given,
    ].join('\n'),
  },
  {
    templateId: 'program:sport',
    category: 'certificate',
    name: 'Sport\u00a0: absence de contre-indication',
    title: 'Certificat médical',
    words: [
      `${undersigned} {patient.civility} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}, et n’avoir pas constaté, à la date de cet examen, de contre-indication à la pratique de [sport, discipline, en compétition ou non].`,
      '',
      given,
    ].join('\n'),
  },
  {
    templateId: 'program:sport-school',
    category: 'certificate',
    name: 'Inaptitude à l’éducation physique',
    title: 'Certificat médical d’inaptitude',
    words: [
      `${undersigned} {patient.civility} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}, et constaté que son état de santé entraîne une inaptitude [totale ou partielle] à la pratique de l’éducation physique et sportive.`,
      '',
      'Du [premier jour] au [dernier jour].',
      '',
      'En cas d’inaptitude partielle, activités à adapter\u00a0:',
      '- [activité ou effort à éviter]',
    ].join('\n'),
  },
  {
    templateId: 'program:presence',
    category: 'certificate',
    name: 'Attestation de présence',
    title: 'Attestation de présence',
    words: [
      'Je soussigné(e), {practitioner.name}, atteste que {patient.civility} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}, était présent(e) à mon cabinet le {today}, de [heure] à [heure].',
      '',
      'Attestation remise à l’intéressé(e) pour servir et valoir ce que de droit.',
    ].join('\n'),
  },
  {
    templateId: 'program:absence',
    category: 'certificate',
    name: 'Absence scolaire',
    title: 'Certificat médical',
    words: [
      `${undersigned} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}. Son état de santé justifie une absence du [premier jour] au [dernier jour] inclus.`,
      '',
      'Certificat remis à son représentant légal.',
    ].join('\n'),
  },
  {
    templateId: 'program:work',
    category: 'certificate',
    name: 'Arrêt\u00a0: certificat pour l’employeur',
    title: 'Certificat médical',
    words: [
      `${undersigned} {patient.civility} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}. Son état de santé ne permet pas l’exercice de son activité du [premier jour] au [dernier jour] inclus.`,
      '',
      'Ce certificat ne remplace pas l’avis d’arrêt de travail adressé à l’assurance maladie.',
      '',
      given,
    ].join('\n'),
  },
  {
    templateId: 'program:nursery',
    category: 'certificate',
    name: 'Vie en collectivité (enfant)',
    title: 'Certificat médical',
    words: [
      `${undersigned} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}, et n’avoir pas constaté de contre-indication à la vie en collectivité.`,
      '',
      'Vaccinations\u00a0: [état des vaccinations obligatoires]',
      'Allergies et intolérances\u00a0: {record.allergies}',
      '',
      'Certificat remis à son représentant légal.',
    ].join('\n'),
  },
  {
    templateId: 'program:injury',
    category: 'certificate',
    name: 'Constatation de lésions',
    title: 'Certificat médical initial',
    words: [
      `${undersigned} {patient.civility} {patient.last-name} {patient.first-name}, {patient.born} le {patient.birth-date}, à [heure].`,
      '',
      'La personne dit avoir été victime de\u00a0: «\u00a0[faits, dans ses mots]\u00a0» le [date].',
      '',
      '# Constatations',
      '- [lésion\u00a0: nature, siège, dimensions, couleur]',
      '',
      'Retentissement fonctionnel et psychique\u00a0: [constatations]',
      'Incapacité totale de travail, sous réserve de complications\u00a0: [nombre de jours]',
      '',
      given,
    ].join('\n'),
  },
]
