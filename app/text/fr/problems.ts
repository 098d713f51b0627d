import type { Problem, ProblemCode, ProblemData } from '#app/kernel/problem.ts'
import { sayDeviceRefusal } from './devices.ts'
import { documentPagesFaults, documentRefusals } from './documents.ts'
import { identityText } from './identity.ts'
import { pscAddressFaults, pscFailures } from './psc-words.ts'
import { teleserviceSentences } from './teleservice-problems.ts'

/** Every refusal as a sentence: what happened, what is safe, what to do. One per code, so that none is left without words. */
const sentences: { readonly [C in ProblemCode]: (data: ProblemData<C>) => string } = {
  unauthenticated: () => 'Personne n’est identifié sur ce poste. Ouvrez le cabinet, puis recommencez.',
  locked: () => 'La session est verrouillée. Déverrouillez-la pour continuer, votre saisie est gardée.',
  forbidden: () => 'Votre rôle ne permet pas cette action. Un administrateur du cabinet peut la faire.',
  'not-found': () => 'Cet élément n’existe pas, ou vous n’y avez pas accès.',
  'invalid-input': ({ fields }) =>
    fields.length === 0
      ? 'La demande n’est pas valable. Rien n’a été modifié.'
      : `La demande n’est pas valable (${fields.map((field) => field.path).join(', ')}). Rien n’a été modifié.`,
  'cabinet.not-open': () => 'Aucun cabinet n’est ouvert.',
  internal: ({ reference }) =>
    `Le programme a rencontré une erreur inattendue. Ce qui est enregistré est gardé. Référence : ${reference}.`,
  'edit.conflict': ({ changedBy }) => `${changedBy} a modifié cet élément entre-temps. Votre saisie est gardée.`,
  'cabinet.wrong-password': () => 'Ce mot de passe n’ouvre pas ce cabinet. Rien n’a été modifié. Réessayez.',
  'cabinet.wait': ({ retryAfterMs }) => `Trop d’essais de suite. Réessayez dans ${delay(retryAfterMs)}.`,
  'cabinet.wrong-recovery-key': ({ reason, group }) =>
    reason === 'not-this-cabinet'
      ? 'Cette clé de secours n’est pas celle de ce cabinet. Rien n’a été modifié.'
      : group === undefined
        ? 'Cette clé de secours n’est pas complète. Relisez la fiche imprimée.'
        : `Le groupe ${group} de la clé de secours contient une erreur. Relisez la fiche imprimée.`,
  'cabinet.in-use': () =>
    'Ce cabinet est déjà ouvert par un autre programme sur ce poste. Fermez-le, puis recommencez.',
  'cabinet.newer': ({ writtenBy }) =>
    `Ce cabinet a été écrit par une version plus récente (${writtenBy}). Rien n’a été modifié. Mettez le programme à jour.`,
  'cabinet.damaged': ({ latestBackup }) =>
    latestBackup === null
      ? 'Le fichier de ce cabinet est endommagé. Rien n’a été modifié. Restaurez une sauvegarde.'
      : `Le fichier de ce cabinet est endommagé. Rien n’a été modifié. Une sauvegarde saine est disponible : ${latestBackup.path}.`,
  'cabinet.read-only': ({ folder }) =>
    `Le dossier ${folder} ne peut pas être modifié. Vérifiez les droits ou le disque.`,
  'cabinet.disk-full': ({ folder }) =>
    `Le disque est plein (${folder}). Ce qui était enregistré est gardé. Libérez de la place, puis recommencez.`,
  'measurement.in-future': () => 'Une mesure ne peut pas être datée après maintenant. Rien n’a été modifié.',
  'measurement.of-note': () =>
    'Cette mesure vient d’une consultation. Modifiez la consultation : la mesure suivra. Rien n’a été modifié.',
  'result.in-future': () => 'Un prélèvement ne peut pas être daté après aujourd’hui. Rien n’a été modifié.',
  'cabinet.missing': () => 'Aucun cabinet ici. Vérifiez le dossier.',
  'folder.out-of-reach': ({ folder }) =>
    `Depuis un navigateur, seuls les dossiers que ce poste connaît déjà peuvent être désignés. Copiez le fichier dans ${folder}, puis recommencez.`,
  'cabinet.name-taken': ({ name }) => `Un cabinet « ${name} » existe déjà ici. Choisissez un autre nom.`,
  'cabinet.busy': () => 'Une autre opération est en cours sur ce cabinet. Attendez sa fin, puis recommencez.',
  'cabinet.used-elsewhere': ({ names }) =>
    `Une session est ouverte dans une autre fenêtre : ${names.join(', ')}. Verrouillez-la ou fermez-la, puis recommencez.`,
  'keyring.unavailable': () => 'Le trousseau de ce poste ne protège pas les secrets. Le mot de passe reste demandé.',
  'key.last-slot': () => 'C’est le dernier moyen d’ouvrir ce cabinet. Il est gardé.',
  'password.too-weak': ({ reasons, account }) =>
    `${account === undefined ? 'Ce mot de passe' : accountPassword[account]} est trop faible : ${reasons.map((reason) => weakness[reason]).join(', ')}. Choisissez-en un autre.`,
  'password.wrong': () => 'Ce mot de passe n’est pas le bon. Rien n’a été modifié.',
  'psc.not-set': () =>
    'Pro Santé Connect n’est pas réglé dans ce cabinet. Ouvrez-le avec votre carte ou votre mot de passe.',
  'psc.no-rpps': () =>
    'Aucun numéro RPPS n’est enregistré pour cet utilisateur. Saisissez-le, ou ouvrez avec la carte ou le mot de passe.',
  'psc.attempt-over': () => 'Cette demande n’est plus en cours. Recommencez.',
  'psc.unknown-person': () =>
    'Pro Santé Connect ne connaît pas ce numéro RPPS. Vérifiez-le, ou ouvrez avec la carte ou le mot de passe.',
  'psc.already-open': () =>
    'Une session Pro Santé Connect est déjà ouverte pour cette personne. Fermez-la sur l’autre poste, puis recommencez. La carte et le mot de passe ouvrent aussi.',
  'psc.refused': () => 'La demande a été refusée sur le téléphone ou par la carte. Rien n’est ouvert.',
  'psc.expired': () => 'Personne n’a répondu à temps. Rien n’est ouvert. Recommencez quand vous êtes prêt.',
  'psc.other-person': () =>
    'Pro Santé Connect a identifié une autre personne que celle qui était demandée. Rien n’est ouvert.',
  'psc.not-a-user': () =>
    'Aucun utilisateur de ce cabinet n’a ce numéro RPPS. Un administrateur peut l’ajouter dans « Utilisateurs ».',
  'psc.activity-needed': () => 'Choisissez le lieu où vous exercez maintenant.',
  'psc.unavailable': ({ reason }) => pscFailures[reason],
  'psc.address-refused': ({ fault }) => pscAddressFaults[fault],
  'psc.training-only': () => 'Le cabinet de formation a son propre Pro Santé Connect, qui ne se règle pas.',
  'person.last-administrator': () => 'Le cabinet doit garder au moins un administrateur.',
  'person.rpps-taken': () => 'Ce numéro RPPS est déjà celui d’un autre utilisateur du cabinet.',
  'person.validity-needed': () => 'Un remplaçant a une date de fin d’accès. Indiquez son dernier jour.',
  'person.own-password': () =>
    'Votre propre mot de passe se change dans « Mon mot de passe », où l’actuel est demandé.',
  'device.request-over': () => 'Le cabinet n’attend plus cette réponse du lecteur de cartes. Recommencez l’action.',
  'vitale.reading-over': () =>
    'La lecture de la carte Vitale n’est plus gardée : elle l’est cinq minutes. Lisez la carte de nouveau.',
  'vitale.demonstration-card': () =>
    'C’est une carte de démonstration ou de formation : elle ne crée aucun dossier dans un cabinet réel.',
  'vitale.real-card': () =>
    'Le cabinet de formation ne lit que les cartes de formation. Rien n’a été gardé de cette carte.',
  'identity.refused': ({ refusal }) => sayRefusal(identityText.refusals, refusal),
  'identity.call-running': () =>
    'Un appel est déjà en cours pour ce dossier. Attendez sa réponse, ou annulez-le dans la barre d’état.',
  'identity.answer-decided': () =>
    'Cette réponse de l’INSi a déjà été traitée, peut-être sur un autre poste. Rien n’a été changé.',
  'identity.mark-unreadable': ({ refusal }) => sayRefusal(identityText.mark.scans, refusal),
  ...teleserviceSentences,
  'device.refused': ({ because, triesLeft }) => sayDeviceRefusal({ problem: because, triesLeft }),
  'card.host-closed': () =>
    'Le cabinet est fermé sur son ordinateur. Ouvrez-le là-bas, ou ouvrez-le d’ici avec votre mot de passe.',
  'card.not-enrolled': () =>
    'Cette carte n’ouvre pas ce cabinet. Ouvrez-le avec votre mot de passe, puis enregistrez-la dans « Ma carte ».',
  'card.renewed': ({ displayName }) =>
    `C’est une nouvelle carte de ${displayName}. Entrez votre mot de passe une fois : elle remplacera l’ancienne.`,
  'card.not-trusted': ({ verdict }) => cardVerdicts[verdict],
  'card.proof-refused': () =>
    'La réponse de la carte n’est pas la bonne. Rien n’a été ouvert. Retirez la carte, remettez-la, puis recommencez.',
  'card.challenge-over': () => 'La demande faite à la carte a expiré. Entrez de nouveau son code.',
  'card.unstable': () =>
    'Cette carte ne signe pas deux fois de la même façon : elle ne peut pas ouvrir un cabinet. Gardez votre mot de passe.',
  'card.slot-damaged': () =>
    'Ce que le cabinet gardait de cette carte est abîmé. Ouvrez-le avec votre mot de passe, puis enregistrez la carte de nouveau.',
  'card.other-person': ({ lastName, firstName }) =>
    `Cette carte est celle de ${firstName} ${lastName}, dont le numéro RPPS n’est pas celui de votre compte. Rien n’a été enregistré.`,
  'card.adoption-needed': ({ rpps, lastName, firstName }) =>
    `Votre compte n’a pas de numéro RPPS. Confirmez que le ${rpps}, de ${firstName} ${lastName}, est le vôtre.`,
  'card.already-enrolled': () => 'Cette carte ouvre déjà ce cabinet.',
  'card.too-many': ({ most }) =>
    `Votre compte a déjà ${most} cartes. Retirez-en une dans « Ma carte », puis recommencez.`,
  'card.authority-refused': ({ reason }) => authorityFaults[reason],
  'card.authority-in-use': () =>
    'D’autres autorités de la liste dépendent de celle-ci. Retirez-les d’abord. Rien n’a été modifié.',
  'card.revocations-unreachable': () =>
    'Les listes de révocation n’ont pas pu être demandées. Celles en place sont gardées. Vérifiez l’accès à Internet, ou importez-les d’un fichier.',
  'card.revocations-refused': ({ reason }) => revocationFaults[reason],
  'role.name-taken': () => 'Un rôle porte déjà ce nom. Choisissez-en un autre.',
  'role.mixes-privileges': () =>
    'Un rôle administre le cabinet ou lit les dossiers, jamais les deux. Retirez les permissions de l’une des deux parties, ou choisissez un autre modèle.',
  'role.keeps-administration': () =>
    'Le rôle Administrateur garde les permissions qui administrent le cabinet. Les autres peuvent lui être retirées.',
  'role.in-use': ({ people }) =>
    people === 1
      ? 'Un utilisateur a encore ce rôle. Donnez-lui en un autre, puis recommencez.'
      : `${people} utilisateurs ont encore ce rôle. Donnez-leur en un autre, puis recommencez.`,
  'access.name-taken': () => 'Un groupe d’accès porte déjà ce nom. Choisissez-en un autre.',
  'access.name-differs': () => 'Le nom saisi n’est pas celui du groupe. Rien n’a été supprimé.',
  'access.not-removable': () =>
    'Le groupe « Public » et ceux des praticiens sont automatiques : ils ne se suppriment pas et leur praticien y reste.',
  'access.sees-all': ({ names }) =>
    `${names.join(', ')} : retirez d’abord « Cet utilisateur peut voir tous les patients et contacts » dans « Utilisateurs ».`,
  'access.would-lose-sight': () => 'Avec ces groupes, vous ne verrez plus ce dossier. Rien n’a été modifié.',
  'access.emergency-only': () =>
    'Vous voyez ce dossier par un accès d’urgence : ses groupes d’accès restent à qui le voit sans cela. Rien n’a été modifié.',
  'access.nobody-matches': () =>
    'Aucun dossier ne s’ouvre avec ces traits. Vérifiez le nom de naissance, le prénom et la date de naissance.',
  'access.wait': ({ retryAfterMs }) => `Trop d’essais. Attendez ${Math.ceil(retryAfterMs / 1000)} s, puis recommencez.`,
  'document.refused': ({ reason }) => documentRefusals[reason],
  'document.too-many-uploads': () =>
    'Trop d’imports sont en attente. Laissez finir ceux qui sont en cours, ou annulez-en, puis recommencez.',
  'document.incomplete': () => 'Le fichier n’est pas arrivé entier. Rien n’a été importé. Recommencez.',
  'document.already-here': ({ title }) => `Ce document est déjà dans le dossier : « ${title} ».`,
  'document.damaged': () =>
    'Le contenu de ce document ne correspond plus à ce qui a été enregistré. Restaurez-le depuis une sauvegarde.',
  'document.not-readable': () => 'Le texte de ce document ne se lit pas. Vous pouvez l’enregistrer sur le disque.',
  'document.not-arrangeable': ({ reason }) => documentPagesFaults[reason],
  'document.category-taken': () => 'Une catégorie porte déjà ce nom. Choisissez-en un autre.',
  'document.folder-unusable': ({ folder }) =>
    `Le dossier ${folder} ne peut pas être lu ou modifié. Choisissez un autre dossier, ou vérifiez ses droits.`,
  'document.host-only': () => 'Ce réglage se fait sur l’ordinateur du cabinet, dans la fenêtre du programme.',
  'task.assignee-without-sight': () =>
    'Cette personne n’a pas accès à ce dossier : elle ne verrait pas la tâche. Choisissez quelqu’un d’autre.',
  'contact.unnamed': () => 'Ce contact n’a pas de nom. Indiquez un nom de famille, ou celui de l’organisme.',
  'relation.already-there': () => 'Ce contact est déjà lié à ce dossier avec ce type de relation.',
  'allergy.listed': () =>
    'Une allergie est inscrite au dossier. Retirez-la d’abord si elle n’a pas lieu d’être, puis recommencez.',
  'journal.too-many-lines': ({ lines, most }) =>
    `L’export compterait ${lines} lignes ; ${most} au plus. Choisissez une période plus courte.`,
  'command.already-done': () => 'Cette demande était déjà enregistrée avant la coupure. Rien n’a été fait deux fois.',
  'command.key-reused': () => 'Cette demande a été refusée : elle reprend le numéro d’une autre. Rien n’a été modifié.',
  'network.unavailable': () => 'Ce programme ne partage pas de cabinet sur le réseau. Ouvrez-le sur l’ordinateur hôte.',
  'network.port-taken': ({ port }) => `Le port ${port} est déjà pris sur cet ordinateur. Choisissez-en un autre.`,
  'network.host-only': () => 'Cela se fait sur l’ordinateur qui partage le cabinet. Rien n’a été modifié ici.',
  'network.not-shared': () => 'Ce cabinet n’est pas partagé sur le réseau. Partagez-le d’abord.',
  'network.keys-unreadable': ({ folder }) =>
    `Les clés de cet hôte ne peuvent pas être lues dans ${folder}. Rétablissez le droit de les lire, puis recommencez.`,
  'network.seats-unreadable': ({ file }) =>
    `La liste des postes joints ne peut pas être lue : aucun autre poste n’est admis. Rétablissez ${file} depuis une sauvegarde de cet ordinateur, ou supprimez-le puis joignez de nouveau chaque poste.`,
  'backup.damaged': ({ detail }) => damage[detail],
  'backup.foreign': () =>
    'Ce fichier n’est pas une sauvegarde de Cabinet Ouvert. Rien n’a été modifié. Choisissez un fichier « .cabsave ».',
  'backup.newer': ({ writtenBy }) =>
    `Cette sauvegarde a été écrite par une version plus récente (${writtenBy}). Rien n’a été modifié. Mettez le programme à jour.`,
  'backup.unreadable': ({ path }) => `${path} ne peut pas être lu. Vérifiez le disque et le chemin.`,
  'backup.no-space': ({ neededBytes, freeBytes }) =>
    `Il faut ${megabytes(neededBytes)} sur le disque, il en reste ${megabytes(freeBytes)}. Rien n’a été écrit.`,
  'backup.running': () => 'Une sauvegarde est déjà en cours.',
  'backup.wrong-key': () => 'Cette sauvegarde ne s’ouvre pas avec les clés de ce cabinet. Rien n’a été modifié.',
  'job.not-pausable': () => 'Ce travail ne peut pas être interrompu à ce moment.',
  'medicines.refused': ({ file, line, reason }) =>
    `${file}${line === 0 ? '' : `, ligne ${line}`} : ${reason} L’import est refusé, la base précédente reste en place.`,
  'medicines.importing': () => 'Un import des médicaments est déjà en cours. Attendez sa fin, ou arrêtez-le.',
  'prescription.already-signed': () =>
    'Cette ordonnance était déjà signée, avec d’autres lignes : regardez-la dans l’Historique. Les lignes d’ici sont gardées ; les signer fera une seconde ordonnance.',
  'prescription.alerts': ({ alerts }) =>
    alerts > 1
      ? `${alerts} alertes demandent un motif avant de signer. L’ordonnance n’est pas signée.`
      : 'Une alerte demande un motif avant de signer. L’ordonnance n’est pas signée.',
  'letter.unfilled': ({ fields }) =>
    fields.length > 1
      ? `${fields.length} champs du courrier ne sont pas remplis. Remplissez-les ou retirez-les : rien n’a été validé.`
      : 'Un champ du courrier n’est pas rempli. Remplissez-le ou retirez-le : rien n’a été validé.',
  'printing.failed': ({ reason }) =>
    ({
      timeout: 'La mise en page a pris trop de temps et a été arrêtée. Rien n’a été enregistré. Réessayez.',
      'too-big': 'Ce document est trop long pour être mis en page. Rien n’a été enregistré. Raccourcissez-le.',
      stopped: 'La mise en page a échoué. Rien n’a été enregistré. Réessayez.',
    })[reason],
  'printing.logo-refused': ({ reason }) =>
    ({
      'not-an-image': 'Ce fichier n’est pas une image PNG ou JPEG. L’en-tête n’a pas été modifié.',
      'too-large': 'Cette image est trop grande : 2 400 pixels de côté au plus. L’en-tête n’a pas été modifié.',
      'four-colours': 'Cette image est en couleurs d’imprimerie (CMJN). Enregistrez-la en RVB, puis reprenez-la.',
      interlaced: 'Cette image PNG est entrelacée. Enregistrez-la sans entrelacement, puis reprenez-la.',
    })[reason],
  'note.already-signed': () =>
    'Cette consultation est déjà signée, avec un autre texte. Votre texte est gardé : ouvrez la consultation signée, puis « Modifier ».',
  'note.item-refused': () =>
    'Une donnée structurée de la consultation est incomplète. Rien n’est signé : complétez-la, ou retirez-la.',
  'note.in-the-future': () => 'La consultation est datée de plus tard que maintenant. Corrigez sa date, puis signez.',
  'note.keyword-taken': ({ keyword }) =>
    `Le mot « ${keyword} » ouvre déjà une autre section. Rien n’a été modifié : choisissez un autre mot.`,
  'patient.name-differs': () => 'Le nom saisi n’est pas celui du dossier. Rien n’a été supprimé.',
  'patient.already-recreated': () => 'Ce profil a déjà été recréé. Ouvrez le dossier qui existe.',
  'merge.two-matricules': () =>
    'Ces deux dossiers portent deux matricules INS différents : ce sont deux personnes. Rien n’a été fusionné. Si l’un des matricules est faux, corrigez d’abord cette identité.',
  'merge.fictitious': () =>
    'L’une des deux identités est fictive : elle n’est celle de personne. Rien n’a été fusionné.',
  'merge.doubtful': () =>
    'L’une des deux identités est douteuse. Rien n’a été fusionné. Levez d’abord le doute dans l’État civil, puis fusionnez.',
  'merge.drafts': ({ names }) =>
    `Des brouillons occupent la même place dans les deux dossiers (${names.join(', ')}). Signez-les ou abandonnez-les, puis fusionnez.`,
  'merge.not-undoable': ({ reason }) => mergeStands[reason],
  'archive.running': () => 'Un export ou un import de dossiers est déjà en cours. Attendez sa fin, ou arrêtez-le.',
  'archive.file-unusable': ({ path, reason }) => archiveFileFaults[reason](path),
  'archive.refused': ({ fault, where }) =>
    `${archiveFaults[fault]}${where === '' ? '' : ` (${where})`}. Rien n’a été importé.`,
  'patient.matricule-taken': () => 'Un autre dossier porte déjà ce matricule.',
  'import.refused': ({ lines }) =>
    `L’import est refusé : ${lines.length} ${lines.length > 1 ? 'lignes sont à corriger' : 'ligne est à corriger'}. Aucun patient n’a été créé.`,
}

const cardVerdicts = {
  unreadable: 'Le certificat de cette carte ne se lit pas. Utilisez votre mot de passe.',
  'not-authentication':
    'Ce certificat n’est pas celui qui identifie une personne. Utilisez une CPS, une CPF ou une CPE, ou votre mot de passe.',
  'weak-key': 'La clé de cette carte est trop faible pour ouvrir un cabinet. Utilisez votre mot de passe.',
  'unknown-authority':
    'L’autorité qui a émis cette carte n’est pas reconnue par ce cabinet. Un administrateur peut l’ajouter dans « Confiance des cartes ». Le mot de passe ouvre toujours.',
  'not-yet-valid':
    'Cette carte n’est pas encore valable à la date de cet ordinateur. Vérifiez la date, ou utilisez votre mot de passe.',
  expired: 'Cette carte est périmée. Ouvrez avec votre mot de passe, puis enregistrez votre nouvelle carte.',
  revoked: 'Cette carte est révoquée : elle n’ouvre plus rien. Ouvrez avec votre mot de passe.',
  'training-card': 'C’est une carte de test ou de formation : elle n’ouvre pas un cabinet de vrais patients.',
  'real-card':
    'C’est une vraie carte professionnelle. Le cabinet de formation ne prend que les cartes du lecteur de formation.',
} as const

const authorityFaults = {
  unreadable:
    'Ce fichier n’est pas un certificat d’autorité (DER ou PEM). Rien n’a été ajouté. Choisissez celui que l’ANS publie.',
  'not-an-authority': 'Ce certificat n’est pas celui d’une autorité. Rien n’a été ajouté.',
  'unknown-issuer':
    'Cette autorité a été signée par une autre, qui n’est pas dans la liste. Ajoutez d’abord l’autorité racine.',
  'bad-signature': 'La signature de cette autorité est fausse. Rien n’a été ajouté.',
  expired: 'Cette autorité est périmée, ou pas encore valable. Rien n’a été ajouté.',
  'too-many': 'La liste des autorités est pleine. Retirez celles qui ne servent plus, puis recommencez.',
} as const

const revocationFaults = {
  unreadable: 'Ce fichier n’est pas une liste de révocation (DER ou PEM). La liste en place est gardée.',
  'unknown-issuer':
    'Cette liste vient d’une autorité que ce cabinet ne connaît pas. Ajoutez d’abord l’autorité. La liste en place est gardée.',
  'bad-signature': 'La signature de cette liste est fausse. La liste en place est gardée.',
  older: 'Cette liste est plus ancienne que celle en place, qui est gardée.',
  over: 'Cette liste est datée de plus tard que cet ordinateur. Vérifiez la date. La liste en place est gardée.',
  'too-long': 'Cette liste est trop longue. La liste en place est gardée.',
} as const

const mergeStands = {
  'too-old': 'Cette fusion date de plus de six mois : elle ne peut plus être annulée.',
  'later-merge': 'Une autre fusion de ce dossier a eu lieu depuis. Annulez d’abord la plus récente.',
  'identity-changed':
    'L’identité du dossier a été modifiée depuis la fusion. Elle ne peut plus être annulée sans la perdre.',
} as const

const archiveFileFaults = {
  exists: (path: string) => `${path} existe déjà. Choisissez un autre nom : aucun fichier n’est remplacé.`,
  missing: (path: string) => `${path} ne peut pas être lu. Vérifiez le chemin et le disque.`,
  folder: (path: string) => `Aucun fichier ne peut être écrit à ${path}. Choisissez un autre dossier.`,
} as const

const archiveFaults = {
  'not-an-archive': 'Ce fichier n’est pas une archive de dossiers de Cabinet Ouvert',
  damaged: 'Cette archive est endommagée ou incomplète',
  'unsafe-name': 'Cette archive contient un nom de fichier dangereux',
  'same-name-twice': 'Cette archive contient deux fois le même fichier',
  'too-big': 'Cette archive dépasse les limites de taille',
  bomb: 'Cette archive contient un fichier qui gonfle anormalement en s’ouvrant',
  'no-manifest': 'Cette archive n’a pas de MANIFEST.json lisible',
  'newer-edition': 'Cette archive a été écrite par une version plus récente du programme',
  'file-missing': 'Il manque un fichier annoncé par cette archive',
  'file-unlisted': 'Cette archive contient un fichier qu’elle n’annonce pas',
  'wrong-digest': 'Un fichier de cette archive a été modifié depuis l’export',
  'unknown-table': 'Cette archive contient des données que ce programme ne connaît pas',
  'wrong-rows': 'Cette archive contient des données mal formées',
  'foreign-identifier': 'Cette archive reprend l’identifiant d’une donnée d’un autre dossier',
  'foreign-author': 'Cette archive attribue des écrits à un compte de ce cabinet sous un autre nom',
  'test-matricule': 'Cette archive vient d’un cabinet d’essai : elle contient un matricule INS de test',
} as const

const accountPassword = {
  administrator: 'Le mot de passe du compte d’administration',
  practitioner: 'Le mot de passe du praticien',
} as const

const weakness = {
  'too-short': 'pas assez de caractères',
  'few-kinds': 'mélangez majuscules, minuscules, chiffres et signes',
  guessable: 'il se devine facilement',
  personal: 'il contient un nom connu du cabinet',
  'same-as-before': 'c’est le mot de passe actuel',
  'same-as-other-account': 'c’est celui de l’autre compte',
} as const

const damage = {
  flipped:
    'Cette sauvegarde est endommagée : une partie a changé depuis son écriture. Rien n’a été modifié. Choisissez-en une autre.',
  truncated: 'Cette sauvegarde est incomplète : il en manque la fin. Rien n’a été modifié. Choisissez-en une autre.',
  empty: 'Cette sauvegarde est vide. Rien n’a été modifié. Choisissez-en une autre.',
} as const

/** The sentence of a refusal. */
export function sayProblem<C extends ProblemCode>(refusal: {
  readonly problem: C
  readonly data: ProblemData<C>
}): string {
  return sentences[refusal.problem](refusal.data)
}

/** The sentence of a refusal whose data came as plain JSON (the end of a job). */
export function sayProblemOf(refusal: { readonly problem: ProblemCode; readonly data: unknown }): string {
  return sayProblem(refusal as Problem)
}

function delay(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  return `${Math.ceil(seconds / 60)} min`
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} Mo`
}

/** The sentence of a refusal of identities; one of a later edition is said as it is. */
function sayRefusal(sentences: Readonly<Record<string, string>>, refusal: string): string {
  return sentences[refusal] ?? 'Cette action n’est pas possible sur cette identité. Rien n’a été changé.'
}
