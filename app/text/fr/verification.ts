import type { WorkReason } from '#app/features/identity/model.ts'
import type { VerificationOutcome, VerificationRun } from '#app/features/verification/model.ts'
import { sayNumber } from './common.ts'

/** The words of « Identités à revoir » and of « Vérification des INS » (INS-3). */
export const verificationText = {
  work: {
    title: 'Identités à revoir',
    close: 'Fermer',
    list: 'Identités à revoir',
    reason: 'Motif',
    every: 'Tous les motifs',
    option: (name: string, count: number) => `${name} (${sayNumber(count)})`,
    count: (count: number) => (count === 1 ? '1\u00a0dossier à revoir' : `${sayNumber(count)}\u00a0dossiers à revoir`),
    statuses: ({ qualified, retrieved, validated, provisional }: Readonly<Record<string, number>>) =>
      `${sayNumber(qualified ?? 0)}\u00a0qualifiées · ${sayNumber(retrieved ?? 0)}\u00a0récupérées · ${sayNumber(validated ?? 0)}\u00a0validées · ${sayNumber(provisional ?? 0)}\u00a0provisoires`,
    columns: { patient: 'Patient', birthDate: 'Né(e) le', fileNumber: 'Fiche', reasons: 'Motif', todo: 'À faire' },
    openRecord: 'Ouvrir l’état civil',
    toVerifications: 'Vérifications de l’INS…',
    todo: 'À faire',
    others: 'Comparer avec',
    choose: 'Choisissez une ligne pour savoir quoi faire.',
    empty: 'Aucune identité à revoir',
    emptyHint: 'Les identités douteuses, en double, ou que l’INSi n’a pas trouvées apparaîtront ici.',
    emptyReason: 'Aucune identité à revoir pour ce motif. Choisissez «\u00a0Tous les motifs\u00a0».',
    short: {
      collision: 'Séparer deux personnes',
      'same-matricule': 'Comparer, puis fusionner',
      'not-confirmed': 'Revoir les traits avec le patient',
      'other-matricule': 'Vérifier de qui est le matricule',
      'traits-declined': 'Comparer avec une pièce',
      several: 'Ajouter prénoms et lieu',
      none: 'Vérifier le nom de naissance',
      doubtful: 'Lever le doute',
      'same-traits': 'Fusionner, ou marquer homonymes',
      'birth-name-missing': 'Demander le nom de naissance',
      'birth-name-is-used-name': 'Demander le nom de naissance',
    } satisfies Record<WorkReason, string>,
    whole: {
      collision:
        'L’INSi a donné pour ce dossier des matricules que rien ne relie. Vérifiez qu’il ne mêle pas deux personnes, puis corrigez l’identité.',
      'same-matricule':
        'Un autre dossier porte ce matricule. Si c’est la même personne, fusionnez les deux dossiers\u00a0; sinon, corrigez celui qui se trompe.',
      'not-confirmed':
        'L’INSi ne confirme plus cette INS\u00a0: elle a été retirée. À la prochaine venue, revoyez les traits sur une pièce d’identité, puis appelez l’INSi.',
      'other-matricule':
        'L’INSi répond un autre matricule que celui du dossier. Vérifiez l’identité sur une pièce avant toute reprise.',
      'traits-declined':
        'La réponse de l’INSi n’a pas été acceptée en entier. Comparez les traits avec une pièce d’identité, puis rappelez l’INSi.',
      several:
        'Plusieurs personnes ont ces traits. Ajoutez les autres prénoms de naissance, puis le lieu de naissance, et rappelez l’INSi.',
      none: 'L’INSi ne trouve personne. Le nom de naissance est la première cause\u00a0: demandez-le, puis rappelez l’INSi.',
      doubtful:
        'L’identité est marquée douteuse\u00a0: l’INSi ne peut pas être appelé. Vérifiez-la sur une pièce, puis levez le doute.',
      'same-traits':
        'Un autre dossier a le même nom, le même prénom, le même sexe et la même date de naissance. Fusionnez-les, ou marquez-les «\u00a0homonyme\u00a0».',
      'birth-name-missing':
        'Le nom de naissance manque\u00a0: sans lui, l’INSi ne trouve personne. Demandez-le au patient.',
      'birth-name-is-used-name':
        'Le nom de naissance est égal au nom utilisé\u00a0: c’est souvent le nom d’usage. Demandez-le avant d’appeler l’INSi.',
    } satisfies Record<WorkReason, string>,
  },
  section: {
    title: 'Vérification des INS',
    hint: 'Une INS peut changer\u00a0: l’INSi est interrogé de nouveau, par lots. Ce qu’il ne confirme plus est retiré, passe «\u00a0INS KO\u00a0» et attend d’être revu par une personne.',
    due: (count: number) =>
      count === 0
        ? 'Aucune identité n’est à vérifier.'
        : count === 1
          ? '1\u00a0identité est à vérifier.'
          : `${sayNumber(count)}\u00a0identités sont à vérifier.`,
    start: 'Vérifier maintenant',
    pause: 'Suspendre',
    resume: 'Reprendre',
    cancel: 'Arrêter',
    toWork: 'Identités à revoir…',
    when: 'Quand vérifier',
    byNight: 'Vérifier la nuit, sans que personne n’ait ouvert de session',
    byNightHint:
      'Le cabinet doit être resté ouvert sur cet ordinateur. Si l’ordinateur est éteint la nuit, la vérification se fait de jour, au bout d’une semaine.',
    noCertificate:
      'Il faut le certificat du cabinet. Importez-le dans Paramètres › Téléservices\u00a0; sans lui, «\u00a0Vérifier maintenant\u00a0» emploie votre carte ou Pro Santé Connect.',
    hour: 'À partir de',
    hourOf: (hour: number) => `${String(hour).padStart(2, '0')}\u00a0h`,
    years: 'Vérifier de nouveau une INS après',
    yearsOf: (years: number) => (years === 1 ? '1\u00a0an' : `${years}\u00a0ans`),
    progress: 'Vérification des INS en cours',
    paused: 'Vérification suspendue',
    waits: 'Vérification en attente',
    figures: (done: number, total: number) => `${sayNumber(done)} sur ${sayNumber(total)}\u00a0identités`,
    goesOn: 'Elle reprendra d’elle-même.',
    runs: 'Vérifications passées',
    none: 'Aucune vérification n’a encore été faite.',
    columns: {
      startedAt: 'Commencée le',
      by: 'Par',
      state: 'État',
      confirmed: 'Confirmées',
      notConfirmed: 'Non confirmées',
      others: 'Sans résultat',
    },
    night: 'Cabinet Ouvert, la nuit',
    states: { running: 'En cours', paused: 'Suspendue', cancelled: 'Arrêtée', done: 'Terminée' } satisfies Record<
      VerificationRun['state'],
      string
    >,
    report: 'Rapport',
    outcome: 'Résultat',
    outcomes: {
      'not-confirmed': 'Non confirmées',
      confirmed: 'Confirmées',
      changed: 'Modifiées entre-temps',
      unanswered: 'Sans réponse',
      asked: 'En attente de réponse',
      waiting: 'Pas encore demandées',
    } satisfies Record<VerificationOutcome, string>,
    outcomeHints: {
      'not-confirmed': 'INS retirée\u00a0: à revoir avec le patient.',
      confirmed: 'Rien n’a changé dans le dossier.',
      changed: 'Le dossier a changé pendant la vérification\u00a0: la réponse n’a pas été appliquée.',
      unanswered: 'L’INSi n’a répondu ni oui ni non\u00a0: redemandé à la prochaine vérification.',
      asked: 'Déposées, réponse attendue.',
      waiting: 'Encore à déposer.',
    } satisfies Record<VerificationOutcome, string>,
    lines: { patient: 'Patient', birthDate: 'Né(e) le', fileNumber: 'Fiche', answeredAt: 'Réponse le', code: 'Code' },
    noLine: 'Aucune identité dans ce cas.',
    openRecord: 'Ouvrir l’état civil',
  },
} as const
