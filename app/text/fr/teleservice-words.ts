/** Why a service of the Assurance Maladie gave no answer, and what to do. */
export const teleserviceFaults = {
  unreachable:
    'L’Assurance Maladie ne répond pas : rien ne lui a été transmis. Vérifiez la connexion à Internet, puis réessayez.',
  timeout:
    'L’Assurance Maladie n’a pas répondu à temps. Rien n’a été changé dans le dossier. Réessayez dans quelques minutes.',
  cut: 'La connexion a été coupée pendant l’appel. Rien n’a été changé dans le dossier. Réessayez.',
  certificate:
    'Le serveur n’a pas prouvé qu’il est celui de l’Assurance Maladie, ou il refuse notre certificat : rien n’a été changé. Vérifiez les autorités dans Paramètres › Téléservices.',
  garbled: 'La réponse reçue n’est pas celle d’un téléservice : elle est écartée. Réessayez plus tard.',
  'not-started': 'Le téléservice de formation n’a pas démarré. Relancez le programme.',
} as const

/** Why a certificate of an establishment is not taken. */
export const certificateRefusals = {
  unreadable:
    'Ce fichier n’est ni un certificat PKCS#12 (.p12, .pfx) ni un fichier PEM avec le certificat et sa clé. Rien n’a été gardé.',
  password: 'Ce mot de passe n’ouvre pas le fichier du certificat. Rien n’a été gardé.',
  'no-key': 'Ce fichier ne contient pas la clé privée du certificat. Exportez-le de nouveau avec sa clé.',
  'other-key': 'La clé de ce fichier n’est pas celle du certificat. Rien n’a été gardé.',
  'not-yet': 'Ce certificat n’est pas encore valable. Rien n’a été gardé.',
  expired: 'Ce certificat est expiré. Demandez-en un autre à l’Agence du Numérique en Santé.',
  'not-insi':
    'Ce certificat n’est pas un certificat d’organisation pour INSi : son nom doit être INSI-AUTO ou INSI-MANU.',
  'weak-key': 'La clé de ce certificat est trop courte pour être sûre. Demandez-en un autre.',
} as const

/** Why authorities of the servers are not taken. */
export const authoritiesRefusals = {
  unreadable: 'Ce fichier ne contient pas de certificat lisible. Rien n’a été gardé.',
  'not-an-authority': 'Ce fichier contient un certificat qui n’est pas celui d’une autorité. Rien n’a été gardé.',
  'too-many': 'Ce fichier contient trop de certificats. Rien n’a été gardé.',
} as const

/** Which part of a search cannot be sent, and what to do. */
export function sayRequestFault(reason: string): string {
  return requestFaults[reason] ?? 'Cette demande ne peut pas être envoyée telle quelle. Vérifiez les traits.'
}

const requestFaults: Readonly<Record<string, string>> = {
  'birth-name': 'Le nom de naissance contient un signe qu’INSi n’admet pas. Corrigez-le dans l’état civil.',
  'first-name': 'Les prénoms contiennent un signe qu’INSi n’admet pas. Corrigez-les dans l’état civil.',
  sex: 'INSi ne connaît que F ou M : choisissez le sexe de l’état civil.',
  'birth-date': 'INSi demande une date de naissance. Complétez l’état civil.',
  'birth-place': 'Le code du lieu de naissance n’est pas un code officiel. Corrigez-le, ou retirez-le de la recherche.',
  number: 'Le numéro lu sur la carte Vitale n’est pas complet. Interrogez INSi par les traits.',
  'birth-rank': 'Le rang de naissance lu sur la carte Vitale n’est pas possible. Interrogez INSi par les traits.',
}
