import type { CardKind } from './workstation.ts'

/** What an ATR says of its card. */
export interface CardModel {
  readonly kind: CardKind
  /** As people who work with them call it; empty when the ATR is not known. */
  readonly model: string
}

interface KnownAtr extends CardModel {
  /** Of the whole ATR, in upper-case hexadecimal without spaces. */
  readonly atr: string | RegExp
}

/**
 * Every ATR we know. Professional cards: the six that the CryptoLib of the ANS compares byte for byte (5.2 for the first five).
 * Vitale cards: a community list; the last two lines are a rule of thumb over its families, for cards it has not seen.
 */
const known: readonly KnownAtr[] = [
  { kind: 'cps', model: 'CPS3', atr: '3BAC00402A001225006480000310009000' },
  { kind: 'cps', model: 'CPS3 sans contact', atr: '3B8F80010031B86404B0ECC1739401808290000E' },
  { kind: 'cps', model: 'CPS4', atr: '3B9B188001001225006480040100009044' },
  { kind: 'cps', model: 'CPS4', atr: '3B9B188001001225006480000401009044' },
  { kind: 'cps', model: 'CPS4', atr: '3BDC18FF00001225006480000401009000' },
  { kind: 'cps', model: 'CPS2', atr: '3BAC00402A001225006480820212009000' },
  { kind: 'vitale', model: 'Vitale 2', atr: /^3B751300004[3-9A-F]09[EF]A9000$/ },
  { kind: 'vitale', model: 'Vitale 1', atr: /^3F652500/ },
]

/** Recognises a card by its answer to reset, in hexadecimal of either case, without spaces. Nothing is asked of the card. */
export function cardModelOf(atr: string): CardModel {
  const given = atr.toUpperCase()
  const found = known.find((one) => (typeof one.atr === 'string' ? one.atr === given : one.atr.test(given)))
  return found === undefined ? { kind: 'unknown', model: '' } : { kind: found.kind, model: found.model }
}
