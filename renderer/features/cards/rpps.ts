/** The RPPS of a card's holder, from their national identifier (« 8 » then eleven digits); `null` for any other kind. */
export function rppsOf({ nationalId }: { readonly nationalId: string }): string | null {
  return /^8(\d{11})$/.exec(nationalId)?.[1] ?? null
}
