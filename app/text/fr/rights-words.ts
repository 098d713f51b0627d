import type { MissingPart } from '#app/features/rights/model.ts'

/** What a call to ADRi lacks, as it is named in the civil status. */
export const missingParts: Readonly<Record<MissingPart, string>> = {
  insuredNir: 'le NIR de l’assuré',
  regime: 'le code du régime',
  birthDate: 'la date de naissance',
}

/** « le NIR de l’assuré et le code du régime ». */
export function sayMissing(missing: readonly MissingPart[]): string {
  return new Intl.ListFormat('fr').format(missing.map((part) => missingParts[part]))
}
