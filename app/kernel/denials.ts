import { searchWords } from './letters.ts'

/** What begins a line that says that something is not: « pas d’allergie à… », « aucun », « RAS », « non ». */
const atStart =
  /^(?:pas|plus|aucune?s?|sans|ni|non|nie|jamais|absence|0|ras|rien|neant|ne|n|exclu(?:e|s|es)?|elimin\w*|negati\w*)(?= |$)/
/** « HTA : non », « allergies : aucune ». */
const atEnd = / (?:non|pas|aucune?s?|ras|neant|rien|0)$/
const inside: readonly RegExp[] = [
  / (?:pas|plus|aucune?|sans|non|ni|jamais|nie|jamais eu|absence) (?:d |de |des |l |la |le |une? |toute )*(?:allerg|intoler|antecedent|atcd)/,
  / (?:ecarte|exclu|elimine|infirme|leve|dementi)e?s?(?= |$)/,
  // « gram négatif », « rhésus négatif » and « triple négatif » say what something is.
  /(?<! gram| rhesus| triple) negati(?:f|fs|ve|ves)(?= |$)/,
]

/**
 * Whether a line says that something is not, or is no longer believed: « pas d’allergie à la pénicilline », « HTA : non »,
 * « allergie écartée après tests ». Such a line is never read as the thing itself. When in doubt, it is one: what is not
 * proposed is still written, what is proposed wrongly may be signed.
 */
export function isDenial(typed: string): boolean {
  const text = searchWords(typed).join(' ')
  return atStart.test(text) || atEnd.test(text) || inside.some((denied) => denied.test(` ${text}`))
}
