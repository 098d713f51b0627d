import type { MergeField, MergeWarning } from '#app/features/lifecycle/model.ts'
import { identityText } from './identity.ts'
import { sayContents } from './portability.ts'

const fields: Readonly<Record<MergeField, string>> = {
  identity: 'Identité',
  usedName: 'Nom utilisé',
  usedFirstName: 'Prénom utilisé',
  address: 'Adresse',
  mobile: 'Mobile',
  phone: 'Téléphone',
  otherPhone: 'Autre téléphone',
  email: 'E-mail',
  profession: 'Profession',
  maritalStatus: 'Situation',
  comments: 'Commentaires',
  billing: 'Facturation',
  otherIdentifiers: 'Autres identifiants',
  coverage: 'Couverture médicale',
  attendingPhysician: 'Médecin traitant',
  death: 'Décès',
  rcp: 'RCP',
  vsmReminderOn: 'Rappel VSM',
}

const warnings: Readonly<Record<MergeWarning, string>> = {
  'allergies-none-and-some':
    'Un dossier dit « Aucune allergie connue », l’autre en liste. Les deux restent au dossier : vérifiez-les après la fusion.',
  'sex-differs': 'Le sexe n’est pas le même dans les deux dossiers.',
  'birth-date-differs': 'La date de naissance n’est pas la même dans les deux dossiers.',
  'one-deceased': 'Un seul des deux dossiers dit le patient décédé.',
}

/** Blocking, deleting, merging, and what is left of records that went. */
export const lifecycleText = {
  cancel: 'Annuler',
  close: 'Fermer',
  block: {
    item: 'Bloquer',
    title: (name: string) => `Bloquer ${name} ?`,
    blockedTitle: (name: string) => `Rendez-vous bloqués pour ${name}`,
    effect: 'Aucun rendez-vous ne peut être pris pour ce patient. Le dossier reste ouvert aux soins.',
    since: (day: string, by: string) => `Bloqué le ${day} par ${by}.`,
    reason: 'Motif',
    confirm: 'Bloquer',
    change: 'Modifier le motif',
    unblock: 'Débloquer',
    unblocked: (name: string) => `Rendez-vous rétablis pour ${name}.`,
    blocked: (name: string) => `Aucun rendez-vous ne sera pris pour ${name}.`,
  },
  deletion: {
    item: 'Supprimer',
    title: (name: string) => `Supprimer le dossier de ${name} ?`,
    facts: (day: string, fileNumber: string, contents: string | null) =>
      `${day}, fiche ${fileNumber} : ${contents ?? 'aucun contenu'}. Le dossier quitte la liste avec tout ce qu’il contient ; sa trace reste dans le « Rapport patients ». Les sauvegardes déjà faites le contiennent encore.`,
    field: (name: string) => `Saisissez ${name}`,
    keep: 'Garder le dossier',
    confirm: 'Supprimer',
    counting: 'Le contenu du dossier est compté…',
  },
  merge: {
    item: 'Fusionner…',
    title: 'Fusionner deux dossiers',
    other: 'Autre dossier',
    otherHint: 'Nom, date de naissance, numéro de fiche',
    proposed: 'Dossiers qui ressemblent à celui-ci',
    choose: 'Comparer',
    kept: 'Dossier gardé',
    gone: 'Dossier qui rejoint l’autre',
    swap: 'Échanger',
    columns: { field: 'Valeur', kept: 'Dossier gardé', other: 'Autre dossier' },
    fields,
    empty: 'Rien',
    identityDecided: 'L’identité la mieux prouvée est gardée, entière.',
    single: (title: string) => `${title} : un seul des deux reste.`,
    singleKept: 'Du dossier gardé',
    singleOther: 'De l’autre dossier',
    moves: 'Ce qui rejoint le dossier gardé',
    nothingMoves: 'L’autre dossier ne contient rien de plus.',
    alike: 'Déjà présent dans les deux',
    stays: 'Le dossier gardé contient déjà',
    groups: (names: readonly string[]) => `Groupes d’accès ajoutés : ${names.join(', ')}.`,
    tags: (names: readonly string[]) => `Tags ajoutés : ${names.join(', ')}.`,
    warnings,
    drafts: (names: readonly string[]) =>
      `Des brouillons occupent la même place dans les deux dossiers (${names.join(', ')}). Signez-les ou abandonnez-les d’abord.`,
    identities: {
      'two-matricules': identityText.mergeRefusals['merge.two-matricules'],
      fictitious: identityText.mergeRefusals['merge.fictitious'],
      doubtful: identityText.mergeRefusals['merge.doubtful'],
    },
    undoable: 'La fusion s’annule pendant six mois, depuis le menu du dossier.',
    confirm: 'Fusionner',
    back: 'Choisir un autre dossier',
    done: (name: string) => `Dossiers de ${name} fusionnés.`,
    file: (fileNumber: number) => `fiche ${fileNumber}`,
    codes: {
      F: 'Femme',
      M: 'Homme',
      I: 'Indéterminé',
      deceased: 'Décédé',
      yes: 'Oui',
      provisional: 'Identité provisoire',
      retrieved: 'Identité récupérée',
      validated: 'Identité validée',
      qualified: 'Identité qualifiée',
      single: 'Célibataire',
      married: 'Marié(e)',
      pacs: 'Pacsé(e)',
      cohabiting: 'En concubinage',
      divorced: 'Divorcé(e)',
      separated: 'Séparé(e)',
      widowed: 'Veuf, veuve',
    } as Readonly<Record<string, string>>,
  },
  merges: {
    item: 'Fusions de ce dossier',
    title: 'Fusions de ce dossier',
    none: 'Ce dossier n’a été fusionné avec aucun autre.',
    line: (name: string, fileNumber: number, day: string, by: string) =>
      `${name}, fiche ${fileNumber}, réuni le ${day} par ${by}`,
    undo: 'Annuler la fusion',
    prevented: {
      'too-old': 'Plus de six mois : ne s’annule plus.',
      'later-merge': 'Annulez d’abord la fusion plus récente.',
      'identity-changed': 'L’identité a changé depuis : ne s’annule plus.',
    },
    undone: (added: readonly { readonly kind: string; readonly count: number }[], changed: number) => {
      const contents = sayContents(added)
      const parts = [
        contents === null
          ? ''
          : `${contents} d’après la fusion ${added.length > 0 ? 'restent' : 'reste'} au dossier gardé`,
        changed === 0
          ? ''
          : `${changed} ${changed > 1 ? 'valeurs modifiées' : 'valeur modifiée'} depuis ${changed > 1 ? 'restent' : 'reste'}`,
      ].filter((part) => part !== '')
      return parts.length === 0
        ? 'Les deux dossiers sont rendus comme avant.'
        : `Les deux dossiers sont rendus. ${parts.join(' ; ')}.`
    },
  },
  report: {
    title: 'Rapport patients',
    hint: 'Tous les dossiers présents que vous voyez, et ceux qui ont quitté le cabinet.',
    search: 'Rechercher par nom',
    state: 'Dossiers',
    states: { all: 'Tous', present: 'Présents', past: 'Passés' },
    columns: {
      state: 'État',
      name: 'Nom',
      firstName: 'Prénom',
      birthName: 'Nom de naissance',
      birthDate: 'Naissance',
      sex: 'Sexe',
      fileNumber: 'Fiche',
      left: 'Sorti le',
      by: 'Par',
    },
    present: 'Présent',
    departures: { deleted: 'Supprimé', merged: 'Fusionné' },
    export: 'Exporter en CSV',
    fileName: (day: string) => `rapport-patients-${day}.csv`,
    recreate: 'Recréer le profil',
    recreated: 'Ouvrir le dossier recréé',
    open: 'Ouvrir',
    empty: 'Aucun dossier ne correspond.',
    emptyHint: 'Effacez la recherche, ou changez le filtre.',
    count: (total: number) => `${total} ${total > 1 ? 'dossiers' : 'dossier'}`,
    traceHint: 'Le contenu est parti avec le dossier. Recréer reprend les noms, la naissance et le sexe.',
    more: 'Afficher la suite',
  },
  duplicates: {
    title: 'Doublons',
    hint: 'Dossiers qui pourraient être la même personne, d’après les noms, la naissance et le matricule.',
    empty: 'Aucun doublon proposé.',
    emptyHint: 'Les dossiers que vous voyez se distinguent les uns des autres.',
    compare: 'Comparer',
    cut: 'Seuls les plus ressemblants sont proposés.',
    columns: { first: 'Dossier', second: 'Autre dossier', reason: 'Pourquoi' },
    reasons: {
      'same-traits': 'Mêmes traits',
      'same-matricule': 'Même matricule INS',
      'same-name-and-birth': 'Mêmes noms, même naissance',
      'close-name-and-birth': 'Noms proches, même naissance',
      'same-names': 'Mêmes noms',
      'swapped-names': 'Nom et prénom échangés',
    },
  },
} as const
