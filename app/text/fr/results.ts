/** Words of laboratory results. */
export const resultsText = {
  /** Who « wrote » a result, in the narrow column of the Historique. */
  laboratoryShort: 'Labo',
} as const
