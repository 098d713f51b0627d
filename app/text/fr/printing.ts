/** What is written on paper beside what people write: zones of a prescription, numbers of pages. */
export const paperText = {
  /** The words of form S 3321 (cerfa n° 14465). */
  longTermZone: 'Prescriptions relatives au traitement de l’affection de longue durée reconnue (liste ou hors liste)',
  longTermMark: '(AFFECTION EXONÉRANTE)',
  otherZone: 'Prescriptions SANS RAPPORT avec l’affection de longue durée',
  otherMark: '(MALADIES INTERCURRENTES)',
  rpps: 'N° RPPS',
  finess: 'N° AM / FINESS',
  page: (page: number, pages: number) => `Page ${page} / ${pages}`,
} as const
