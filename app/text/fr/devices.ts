import type { DeviceProblem, DeviceRefusal } from '#app/devices/workstation.ts'

/** Every refusal of the computer's card readers as a sentence: what happened, what is safe, what to do. */
const deviceSentences: Readonly<Record<DeviceProblem, string>> = {
  'device.absent': 'Ce poste n’a pas de lecteur de cartes pour ce cabinet. Utilisez votre mot de passe.',
  'readers.unavailable': 'Le service des lecteurs de cartes ne répond pas sur ce poste.',
  'reader.absent': 'Le lecteur n’est plus branché. Rebranchez-le, puis recommencez.',
  'card.absent': 'Aucune carte dans le lecteur. Insérez-la, puis recommencez.',
  'card.withdrawn': 'La carte a été retirée. Rien n’a été fait. Remettez-la, puis recommencez.',
  'card.unreadable': 'La carte ne se lit pas. Vérifiez son sens, puce vers le lecteur, et insérez-la de nouveau.',
  'card.too-old':
    'Cette carte Vitale est d’une ancienne génération, que ce programme ne sait pas lire. Cherchez le patient par son nom.',
  'vitale.turned-off':
    'La lecture des cartes Vitale par leur puce est désactivée sur ce poste, et l’API Lecture n’y est pas installée. Cherchez le patient par son nom, ou changez ce réglage dans Paramètres, Lecteurs.',
  'card.in-use': 'Un autre programme utilise la carte. Fermez-le ou attendez qu’il ait fini, puis recommencez.',
  'card.slow': 'La carte n’a pas répondu à temps. Retirez-la, remettez-la, puis recommencez.',
  'module.absent':
    'Le logiciel des cartes CPS (CryptoLib) n’est pas installé sur ce poste. Installez-le depuis le site de l’Agence du numérique en santé.',
  'module.failed': 'Le logiciel des cartes CPS n’a pas pu lire la carte. Retirez-la, remettez-la, puis recommencez.',
  'pin.needed': 'Le code de la carte est demandé de nouveau.',
  'pin.wrong': 'Code faux.',
  'pin.blocked':
    'La carte est bloquée après trois codes faux. Débloquez-la avec son code PUK dans CPS Gestion. Le mot de passe ouvre toujours le cabinet.',
  'certificate.absent': 'Cette carte n’a pas de certificat d’authentification. Utilisez une CPS, une CPF ou une CPE.',
  cancelled: 'Abandonné. Rien n’a été fait.',
}

/** « 2 essais restants ». */
export function sayTriesLeft(tries: number): string {
  return tries > 1 ? `${tries} essais restants` : `${tries} essai restant`
}

/** The sentence of a refusal of the card or of its reader; a wrong code says how many tries are left. */
export function sayDeviceRefusal({ problem, triesLeft }: Omit<DeviceRefusal, 'ok'>): string {
  const sentence = deviceSentences[problem]
  if (problem !== 'pin.wrong' || triesLeft === undefined || triesLeft === null) return sentence
  if (triesLeft === 0) return deviceSentences['pin.blocked']
  return `${sentence.slice(0, -1)} : ${sayTriesLeft(triesLeft)}.`
}

/** What is said under the field of the code after a wrong one. Before the last try, what another one would do. */
export function sayPinRefusal(triesLeft: number | null): string {
  const sentence = sayDeviceRefusal({ problem: 'pin.wrong', triesLeft })
  return triesLeft === 1 ? `${sentence} Un autre code faux bloquera la carte.` : sentence
}
