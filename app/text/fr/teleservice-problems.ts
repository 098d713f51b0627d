import type { ProblemCode, ProblemData } from '#app/kernel/problem.ts'
import { sayMissing } from './rights-words.ts'
import { authoritiesRefusals, certificateRefusals, sayRequestFault, teleserviceFaults } from './teleservice-words.ts'

/** The families of refusals of the services of the Assurance Maladie. */
type Family = 'teleservice' | 'insi' | 'verification' | 'rights' | 'adri' | 'reimbursements' | 'hri'

/** Their refusals as sentences: what happened, what is safe, what to do. */
export const teleserviceSentences: {
  readonly [C in Extract<ProblemCode, `${Family}.${string}`>]: (data: ProblemData<C>) => string
} = {
  'teleservice.not-set': () =>
    'Les téléservices de l’Assurance Maladie ne sont pas réglés. Ouvrez Paramètres › Téléservices.',
  'teleservice.professional-incomplete': () =>
    'Il manque votre identifiant de facturation ou votre code de spécialité. Renseignez-les dans Paramètres › Téléservices.',
  'teleservice.professional-needed': () =>
    'L’Assurance Maladie demande ici votre carte CPS ou Pro Santé Connect. Insérez votre carte, ou ouvrez la session avec Pro Santé Connect.',
  'teleservice.no-answer': ({ fault }) => teleserviceFaults[fault],
  'teleservice.psc-over': () =>
    'Votre session Pro Santé Connect est terminée. Identifiez-vous de nouveau, ou insérez votre carte.',
  'teleservice.request-refused': ({ reason }) => sayRequestFault(reason),
  'teleservice.certificate-refused': ({ reason }) => certificateRefusals[reason],
  'teleservice.authorities-refused': ({ reason }) => authoritiesRefusals[reason],
  'teleservice.training-only': () => 'Le cabinet de formation a ses propres téléservices, qui ne se règlent pas.',
  'insi.no-match': () =>
    'INSi ne trouve personne avec ces traits. Vérifiez le nom de naissance sur la pièce d’identité, puis essayez une autre recherche.',
  'insi.several-matches': () =>
    'Plusieurs personnes ont ces traits. Ajoutez les autres prénoms, puis le lieu de naissance.',
  'insi.software-unknown': ({ code }) =>
    `L’Assurance Maladie ne connaît pas ce logiciel (${code}). Vérifiez le numéro d’autorisation dans Paramètres › Téléservices.`,
  'insi.access-refused': ({ code }) =>
    `L’Assurance Maladie n’autorise pas cet appel (${code}). Vérifiez votre carte, vos droits, ou le certificat du cabinet.`,
  'insi.unavailable': ({ code }) => `Le téléservice INSi est momentanément arrêté (${code}). Réessayez plus tard.`,
  'insi.search-failed': ({ code }) =>
    `La recherche a échoué chez INSi (${code}). Réessayez plus tard ; si elle échoue encore, essayez un autre prénom.`,
  'insi.traits-refused': ({ code }) =>
    `INSi refuse un des traits envoyés (${code}). Vérifiez le nom, les prénoms, le sexe et la date de naissance.`,
  'insi.request-refused': ({ code }) =>
    `INSi refuse cette demande (${code}). Rien n’a été changé. Gardez ce code pour l’assistance.`,
  'insi.failed': ({ code }) => `INSi a rencontré une erreur (${code}). Rien n’a été changé. Réessayez plus tard.`,
  'insi.unreadable': ({ code }) =>
    `La réponse d’INSi n’est pas lisible (${code}) : elle est écartée et rien n’a été changé. Réessayez plus tard.`,
  'verification.running': () =>
    'Une vérification des identités est déjà commencée. Attendez sa fin, ou arrêtez-la, avant d’en commencer une autre.',
  'verification.nothing-due': () =>
    'Aucune identité n’est à vérifier aujourd’hui\u00a0: elles l’ont été assez récemment.',
  'verification.over': () =>
    'Cette vérification est terminée. Commencez-en une nouvelle si des identités sont à vérifier.',
  'rights.question-incomplete': ({ missing }) =>
    `Pour interroger l’Assurance Maladie sans la carte Vitale, il manque ${sayMissing(missing)}. Complétez « Couverture médicale » dans l’état civil, ou lisez la carte.`,
  'rights.other-person': () =>
    'La carte lue n’est pas celle de ce patient. Ouvrez le dossier de la personne de la carte, ou demandez les droits sans la carte.',
  'rights.call-running': () =>
    'Les droits de ce patient sont déjà demandés. Attendez la réponse, ou annulez cet appel.',
  'adri.software-unknown': ({ code }) =>
    `L’Assurance Maladie ne connaît pas ce logiciel (${code}). Vérifiez le numéro d’autorisation dans Paramètres › Téléservices.`,
  'adri.access-refused': ({ code }) =>
    `L’Assurance Maladie n’autorise pas cet appel (${code}). Vérifiez votre carte et votre identifiant de facturation.`,
  'adri.unavailable': ({ code }) =>
    `Le service des droits (ADRi) est momentanément arrêté (${code}). Réessayez plus tard.`,
  'adri.request-refused': ({ code }) =>
    `L’Assurance Maladie n’a pas donné de droits (${code}). Vérifiez le NIR de l’assuré, la date et le rang de naissance, et le régime, puis recommencez.`,
  'adri.failed': ({ code }) =>
    `Le service des droits (ADRi) a rencontré une erreur (${code}). Rien n’a été changé. Réessayez plus tard.`,
  'adri.unreadable': ({ code }) =>
    `La réponse du service des droits n’est pas lisible (${code}) : elle est écartée et rien n’a été changé. Réessayez plus tard.`,
  'reimbursements.other-person': () =>
    'Cette carte Vitale n’est pas celle de ce patient. Rien n’a été demandé. Lisez la carte du patient dont le dossier est ouvert.',
  'reimbursements.card-incomplete': ({ missing }) =>
    `La carte ne dit pas tout, et il manque dans le dossier ${sayMissing(missing)}. Complétez « Couverture médicale » dans l’état civil, puis recommencez.`,
  'reimbursements.call-running': () =>
    'L’historique de ce patient est déjà demandé. Attendez la réponse, ou annulez cet appel.',
  'hri.software-unknown': ({ code }) =>
    `L’Assurance Maladie ne connaît pas ce logiciel (${code}). Vérifiez le numéro d’autorisation dans Paramètres › Téléservices.`,
  'hri.access-refused': ({ code }) =>
    `L’Assurance Maladie n’autorise pas cet appel (${code}). Vérifiez votre carte et votre identifiant de facturation.`,
  'hri.unavailable': ({ code }) =>
    `Le service de l’historique des remboursements est momentanément arrêté (${code}). Réessayez plus tard.`,
  'hri.request-refused': ({ code }) =>
    `L’Assurance Maladie n’a pas donné l’historique (${code}). Vérifiez que la carte Vitale est celle du patient et qu’elle est à jour, puis recommencez.`,
  'hri.failed': ({ code }) =>
    `Le service de l’historique des remboursements a rencontré une erreur (${code}). Réessayez plus tard.`,
  'hri.unreadable': ({ code }) =>
    `La réponse de l’historique des remboursements n’est pas lisible (${code}) : elle est écartée. Réessayez plus tard.`,
}
