import { certificateRefusals, teleserviceFaults } from './teleservice-words.ts'

const unfit: Readonly<Record<string, string>> = {
  ...certificateRefusals,
  traits:
    'Le fichier des traits n’est pas celui attendu : un objet JSON avec birthName, firstNames, sex (F ou M), birthDate (AAAA-MM-JJ) et birthPlaceCode, en majuscules sans accent.',
  authorisation: 'Indiquez le numéro d’autorisation du logiciel avec --authorisation.',
  certificate: 'Indiquez le certificat d’organisation avec --certificate.',
}
const faults: Readonly<Record<string, string>> = teleserviceFaults

/** Texts of `cabinet insi`. */
export const insiCommandText = {
  describe: 'essaie un appel INSi par traits et dit ce qui répond, sans rien garder',
  profile: 'training (simulateur), qualification ou production',
  traits: 'fichier JSON des traits recherchés',
  authorisation: 'numéro d’autorisation du logiciel (CNDA)',
  certificate: 'certificat d’organisation INSI-AUTO ou INSI-MANU, avec sa clé (.p12, .pem)',
  authorities: 'autorités des serveurs, en PEM',
  passwordStdin: 'lit le mot de passe du certificat sur l’entrée standard',
  passwordFd: 'lit le mot de passe du certificat sur ce descripteur',
  wrongProfile: 'Le profil est training, qualification ou production.',
  unreadable: (path: string) => `Le fichier ${path} n’est pas lisible.`,
  unfit: (reason: string) => unfit[reason] ?? reason,
  noAnswer: (fault: string, ms: number) => `${faults[fault] ?? fault} (${fault}, ${ms} ms)`,
  found: (ms: number) => `INSi répond 00 : une identité trouvée, en ${ms} ms.`,
  answered: (code: string, problem: string, ms: number) => `INSi répond ${code} (${problem}), en ${ms} ms.`,
  message: (messageId: string) => `Message ${messageId}`,
  warning: (kind: string) => `À regarder dans la réponse : ${kind}`,
} as const
