/** Pages of the State that the program sends to, in the browser of the computer: nothing else of the web is opened. */
export const officialLinks = {
  /** « Signaler un événement indésirable »: the portal for every professional (Ministère chargé de la santé). */
  adverseEvents: 'https://signalement.social-sante.gouv.fr/',
} as const

/** Whether an address is one of them, to the letter. */
export function isOfficialLink(address: string): boolean {
  return Object.values<string>(officialLinks).includes(address)
}
