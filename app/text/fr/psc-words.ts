import type { KnownActivity, PscActivity, PscFailure } from '#app/features/psc/model.ts'
import type { AddressFault } from '#app/features/psc/rules.ts'

const others = 'La carte et le mot de passe ouvrent toujours.'

/** Why the Proxy e-Santé gave no answer, and what to do. */
export const pscFailures: Readonly<Record<PscFailure, string>> = {
  unreachable: `Pro Santé Connect ne répond pas : le réseau ou le proxy e-Santé est coupé. ${others}`,
  timeout: `Pro Santé Connect n’a pas répondu à temps. Réessayez dans un moment. ${others}`,
  failed: `Pro Santé Connect est en panne pour le moment. Réessayez plus tard. ${others}`,
  'request-refused': `Le proxy e-Santé refuse la demande de ce cabinet. Vérifiez l’identifiant du logiciel dans les paramètres. ${others}`,
  garbled: `Le proxy e-Santé a donné une réponse que ce programme ne comprend pas. Prévenez celui qui le fournit. ${others}`,
  certificate: `Le certificat du proxy e-Santé n’est pas reconnu : la liaison n’est pas sûre et rien n’a été envoyé. Prévenez celui qui le fournit. ${others}`,
  address: `L’adresse du proxy e-Santé n’est pas permise dans ce cabinet. Vérifiez-la dans les paramètres. ${others}`,
}

/** Why the settings of Pro Santé Connect are not taken. */
export const pscAddressFaults: Readonly<Record<AddressFault | 'client' | 'identity-path', string>> = {
  'not-an-address':
    'Ce n’est pas une adresse. Elle commence par https:// et vous est donnée par le fournisseur du proxy.',
  'not-https': 'Cette adresse n’est pas protégée. Elle doit commencer par https://.',
  'this-computer': 'Cette adresse désigne cet ordinateur. Un proxy e-Santé se trouve chez celui qui le fournit.',
  'with-secret': 'Cette adresse contient un mot de passe. Un réglage n’en garde pas : demandez une adresse sans.',
  'with-parameters': 'Cette adresse contient autre chose qu’un chemin. Gardez ce qui précède « ? » ou « # ».',
  client: 'Indiquez l’identifiant du logiciel auprès du proxy, ou videz aussi l’adresse.',
  'identity-path': 'Ce chemin commence par /send et n’a que des lettres, des chiffres et des tirets.',
}

const modes: Readonly<Record<string, string>> = { L: 'Libéral', S: 'Salarié' }

/** An activity as a person recognises it. */
export function sayActivity({ place, profession, mode, postalCode }: KnownActivity): PscActivity {
  const unnamed = profession === '10' ? 'Médecin' : 'Professionnel de santé'
  const detail = [modes[mode] ?? '', postalCode].filter((part) => part !== '').join(', ')
  return { label: place === '' ? unnamed : place, detail }
}
