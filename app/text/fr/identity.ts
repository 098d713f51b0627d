import type {
  CaptureChannel,
  DocumentKind,
  IdentityRefusal,
  InsKoReason,
  StrictTrait,
  WithdrawalReason,
  WorkReason,
} from '#app/features/identity/model.ts'
import type { DifferenceKind } from '#app/features/identity/rules/comparison.ts'
import type { MarkRefusal, ScanNotice, ScanRefusal } from '#app/features/identity/rules/data-matrix.ts'
import type { RetryReason } from '#app/features/identity/rules/ladder.ts'
import type { MergeRefusal } from '#app/features/identity/rules/merging.ts'
import type { Recognition } from '#app/features/identity/rules/recognition.ts'
import type { TraitRefusal, TraitWarning } from '#app/features/identity/rules/traits.ts'

/** The words of the INS: proofs, differences, refusals, DataMatrix, work-list (INS-1, INS-3). */
export const identityText = {
  traits: {
    birthName: 'Nom de naissance',
    birthFirstNames: 'Prénoms de naissance',
    firstBirthFirstName: '1er prénom de naissance',
    sex: 'Sexe',
    birthDate: 'Date de naissance',
    birthPlaceCode: 'Lieu de naissance (code INSEE)',
  } satisfies Record<StrictTrait, string>,
  documentKinds: {
    CN: 'Carte nationale d’identité',
    PA: 'Passeport',
    CS: 'Titre de séjour',
    eCN: 'Carte d’identité électronique (France Identité)',
    IN: 'Identité Numérique La Poste',
    AV: 'Application carte Vitale',
    AN: 'Extrait d’acte de naissance, avec la pièce d’un parent',
    LEP: 'Livret de famille, avec la pièce d’un parent',
    CC: 'Document de circulation pour étranger mineur',
    ANCV: 'Extrait d’acte de naissance, avec la carte Vitale à photo (entrée en EHPAD)',
    LECV: 'Livret de famille, avec la carte Vitale à photo (entrée en EHPAD)',
    TC: 'Tiers de confiance (convention)',
  } satisfies Record<DocumentKind, string>,
  channels: {
    SM: 'Saisie manuelle',
    CV: 'Carte Vitale, puis INSi',
    INSI: 'INSi, par les traits',
    CB: 'Datamatrix INS',
    RFID: 'Puce sans contact',
    AV: 'Application carte Vitale',
  } satisfies Record<CaptureChannel, string>,
  /** After the number of a matricule, when its OID says so; nothing after a NIR of real life. */
  natures: { NIR: 'NIR', NIA: 'NIA', TEST: 'TEST', DEMO: 'DÉMO' },
  differences: {
    writing: 'Même nom, écrit autrement',
    completion: 'L’INSi en dit plus',
    less: 'Le dossier en dit plus',
    different: 'Différent',
  } satisfies Record<DifferenceKind, string>,
  refusals: {
    'identity.doubtful':
      'L’identité est marquée douteuse\u00a0: ni appel à l’INSi ni validation tant que le doute n’est pas levé.',
    'identity.fictitious': 'L’identité est fictive\u00a0: elle ne peut être ni récupérée ni validée.',
    'identity.attribute-excluded':
      'Seuls «\u00a0douteuse\u00a0» et «\u00a0homonyme\u00a0» peuvent aller ensemble. Retirez d’abord l’autre attribut.',
    'identity.attribute-already': 'Cet attribut est déjà posé.',
    'identity.attribute-absent': 'Cet attribut n’est pas posé.',
    'identity.answer-incomplete':
      'La réponse de l’INSi est incomplète\u00a0: nom, prénoms, sexe ou date de naissance manquent. Refaites l’appel.',
    'identity.oid-unknown': 'Le matricule reçu n’est pas d’une sorte connue (OID). Il n’est pas enregistré.',
    'identity.oid-legacy': 'Ce numéro est un ancien identifiant (INS-C ou INS-A)\u00a0: ce n’est pas une INS.',
    'identity.oid-test':
      'Ce matricule est un numéro de test ou de démonstration\u00a0: il ne peut pas entrer dans un cabinet réel.',
    'identity.document-none': 'Cochez le document présenté.',
    'identity.document-not-accepted':
      'Ce document n’est pas dans la liste du cabinet. Choisissez-en un autre, ou complétez la liste dans les paramètres.',
    'identity.document-companion': 'Pour un mineur, indiquez aussi la pièce d’identité du parent ou du tuteur présent.',
    'identity.document-minors-only':
      'Ce document ne vaut que pour un mineur. Demandez une carte d’identité, un passeport ou un titre de séjour.',
    'identity.document-app-vitale':
      'L’application carte Vitale se lit\u00a0: elle ne se coche pas. Faites scanner le QR code ou approcher le téléphone.',
    'identity.traits-invalid':
      'Un trait d’identité n’est pas recevable. Corrigez l’état civil, puis validez avec le document.',
    'identity.nothing-to-verify': 'Ce dossier n’a pas d’INS à vérifier. Interrogez d’abord l’INSi.',
    'identity.proof-unknown': 'Cette preuve n’est plus dans le dossier. Actualisez.',
    'identity.proof-not-restorable':
      'Cette preuve ne peut plus être rétablie. Interrogez de nouveau l’INSi, ou contrôlez de nouveau le document.',
    'identity.proof-in-place': 'Une preuve de même sorte est déjà en place.',
    'identity.proof-says-otherwise':
      'Cette preuve ne dit pas les traits actuels. Rétablissez d’abord les traits, puis la preuve.',
  } satisfies Record<IdentityRefusal, string>,
  mergeRefusals: {
    'merge.two-matricules':
      'Ces dossiers portent deux matricules que rien ne relie\u00a0: ce sont deux personnes, ou l’un des deux est à corriger d’abord.',
    'merge.fictitious': 'Une identité fictive ne se fusionne pas.',
    'merge.doubtful': 'L’une des identités est douteuse. Levez le doute, puis fusionnez.',
  } satisfies Record<MergeRefusal, string>,
  withdrawals: {
    'traits-changed': 'Un trait d’identité a été modifié',
    'traits-declined': 'Des traits de la réponse n’ont pas été acceptés',
    'other-matricule': 'L’INSi a répondu un autre matricule',
    'not-confirmed': 'L’INSi ne la confirme plus',
    doubtful: 'Identité marquée douteuse',
    fictitious: 'Identité marquée fictive',
    superseded: 'Remplacée par une plus récente',
    'by-person': 'Retirée\u00a0: donnée par erreur',
    merged: 'Venait d’un dossier fusionné',
  } satisfies Record<WithdrawalReason, string>,
  ko: {
    none: 'INS KO\u00a0: aucune identité trouvée. Vérifiez le nom de naissance, les prénoms, le sexe et la date.',
    several: 'INS KO\u00a0: plusieurs identités trouvées. Ajoutez les autres prénoms, puis le lieu de naissance.',
    'traits-declined': 'INS KO\u00a0: la réponse diffère du dossier, et n’a pas été acceptée en entier.',
    'other-matricule': 'INS KO\u00a0: l’INSi répond un autre matricule que celui du dossier.',
    'not-confirmed': 'INS KO\u00a0: l’INSi ne confirme plus cette identité. Revoyez les traits avec le patient.',
  } satisfies Record<InsKoReason, string>,
  retries: {
    'other-first-name': 'Avec un autre prénom',
    'all-first-names': 'Avec tous les prénoms',
    'with-place': 'Avec le lieu de naissance',
    'without-place': 'Sans le lieu de naissance',
    hyphens: 'Avec d’autres traits d’union',
    apostrophes: 'Sans l’apostrophe',
    'names-exchanged': 'Avec le nom utilisé comme nom de naissance',
    'married-name-taken-off': 'Sans le nom d’époux ou d’épouse',
    'birth-name-after-born': 'Avec le nom écrit après «\u00a0née\u00a0» ou avant «\u00a0épouse\u00a0»',
    'used-first-name': 'Avec le prénom utilisé',
    'lunar-date': 'Avec la date telle que l’Assurance Maladie la porte',
    'other-sex': 'Avec l’autre sexe',
  } satisfies Record<RetryReason, string>,
  /** Above a retry that says something else of the person. */
  retryChanges: 'Cette recherche change un trait d’identité\u00a0: vérifiez-le sur un document avant de l’accepter.',
  askBirthName:
    'Le nom de naissance est peut-être le nom d’usage\u00a0: c’est la première cause d’échec. Demandez-le au patient.',
  traitRefusals: {
    'name.signs': ({ signs = '' }) => `Signe non admis par l’INSi\u00a0: ${signs}`,
    'name.empty': () => 'À renseigner.',
    'name.start': () => 'Un nom ne commence pas par un trait d’union.',
    'name.end': () => 'Un prénom ne finit ni par un trait d’union ni par une apostrophe.',
    'name.double-hyphen': () => 'Trop de traits d’union à la suite.',
    'name.doubled': () => 'Apostrophe doublée, ou suivie ou précédée d’un espace.',
    'name.too-long': ({ most = '' }) => `Trop long\u00a0: ${most} caractères au plus.`,
    'first-name.not-in-list': ({ name = '' }) => `${name} ne commence pas la liste des prénoms de naissance.`,
    'sex.indeterminate': () => 'L’INSi ne connaît que F ou M\u00a0: choisissez le sexe de l’état civil.',
    'date.format': () => 'Date de naissance illisible.',
    'date.day': ({ date = '' }) => `Ce jour n’existe pas\u00a0: ${date.split('-').toReversed().join('/')}.`,
    'place.format': ({ place = '' }) => `Code de lieu non reconnu\u00a0: ${place}. 5 caractères attendus.`,
  } satisfies Record<TraitRefusal['code'], (data: Readonly<Record<string, string>>) => string>,
  traitWarnings: {
    'place.unknown': 'Lieu de naissance inconnu (99999)\u00a0: à compléter pour une identité validée ou qualifiée.',
    'date.interpreted': 'Date incomplète\u00a0: l’INSi est interrogé avec la date complétée selon la règle nationale.',
    'first-name.whole-list': 'Un seul prénom\u00a0: vérifiez que l’état civil n’en porte pas d’autres.',
  } satisfies Record<TraitWarning, string>,
  mark: {
    caption: 'INS à scanner',
    refusals: {
      'mark.number': 'Pas de datamatrix\u00a0: le matricule n’a pas la forme attendue.',
      'mark.oid': 'Pas de datamatrix\u00a0: l’OID n’a pas la forme attendue.',
      'mark.name': 'Pas de datamatrix\u00a0: un nom dépasse 100 caractères ou porte un signe non admis.',
      'mark.sex': 'Pas de datamatrix\u00a0: le sexe n’est ni F ni M.',
      'mark.date': 'Pas de datamatrix\u00a0: la date de naissance n’est pas complète.',
      'mark.place': 'Pas de datamatrix\u00a0: le code du lieu de naissance n’a pas la forme attendue.',
    } satisfies Record<MarkRefusal, string>,
    scans: {
      'scan.not-ins': 'Ce code n’est pas un datamatrix INS. Scannez celui marqué «\u00a0INS à scanner\u00a0».',
      'scan.too-long': 'Ce code est trop long pour un datamatrix INS. Scannez-le seul.',
      'scan.incomplete': 'Le datamatrix INS est incomplet. Scannez-le de nouveau, bien à plat et en entier.',
      'scan.twice': 'Deux lectures se sont mêlées. Scannez de nouveau, une seule fois.',
      'scan.malformed': 'Le datamatrix INS est mal lu. Scannez-le de nouveau, ou saisissez l’identité.',
    } satisfies Record<ScanRefusal, string>,
    notices: {
      'separators-lost':
        'Le lecteur n’envoie pas le séparateur GS. Le code a été compris\u00a0; réglez le lecteur pour qu’il transmette les caractères de contrôle.',
      keyboard:
        'Le lecteur est réglé pour un autre clavier. Le code a été compris\u00a0; réglez-le sur «\u00a0français (AZERTY)\u00a0».',
      'other-version': 'Ce datamatrix est d’une version plus récente\u00a0: vérifiez ce qui a été lu.',
      'unknown-block': 'Une partie de ce datamatrix est inconnue et n’a pas été reprise.',
      key: 'La clé du matricule lu n’est pas celle attendue\u00a0: vérifiez-le.',
    } satisfies Record<ScanNotice, string>,
    /** What a scan is worth: the identity of another cabinet is not qualified here. */
    notProof: 'Lu sur un document\u00a0: à confirmer par l’INSi et par une pièce d’identité.',
  },
  recognitions: {
    certain: 'Même matricule et mêmes traits',
    'number-only': 'Même matricule, mais des traits diffèrent\u00a0: l’un des deux est à corriger',
    'former-number': 'Ancien matricule de ce patient',
    'traits-only': 'Mêmes traits, sans matricule pour le confirmer',
    'other-number': 'Mêmes traits, mais un autre matricule\u00a0: homonyme ou erreur',
  } satisfies Record<Recognition, string>,
  work: {
    collision: 'Deux personnes dans ce dossier\u00a0?',
    'same-matricule': 'Même matricule qu’un autre dossier',
    'not-confirmed': 'INS non confirmée par l’INSi',
    'other-matricule': 'Autre matricule répondu par l’INSi',
    'traits-declined': 'Réponse de l’INSi non acceptée',
    several: 'Plusieurs identités trouvées',
    none: 'Aucune identité trouvée',
    doubtful: 'Identité douteuse',
    'same-traits': 'Mêmes traits qu’un autre dossier',
    'birth-name-missing': 'Nom de naissance absent',
    'birth-name-is-used-name': 'Nom de naissance égal au nom utilisé',
  } satisfies Record<WorkReason, string>,
} as const
