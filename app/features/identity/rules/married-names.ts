/** How a birth name was found in the names of a record. */
export type MarriedFormReason = 'names-exchanged' | 'married-name-taken-off' | 'birth-name-after-born'

/** Another birth name to propose, and how it was found. */
export interface MarriedForm {
  readonly birthName: string
  readonly how: MarriedFormReason
}

/** Words that say which of two names is that of birth: it follows « née », and stands before « épouse ». */
const bornWords = /^(.*?)\s+(?:NE|NEE)\s+(.+)$/
const spouseWords = /^(.+?)\s+(?:EP|EPOUSE|VVE|VEUVE|DIV|DIVORCEE)\s+(.+)$/

/**
 * Birth names that may stand where another was written, in the INS character set: the one after « née » or before
 * « épouse », what is left of a double name without the used one, the used name itself. None that would be empty.
 */
export function marriedForms(birthName: string, usedName: string): MarriedForm[] {
  const forms: MarriedForm[] = []
  const add = (name: string | undefined, how: MarriedFormReason) => {
    const clean = (name ?? '').replace(/^[ -]+|[ -]+$/g, '')
    if (/[A-Z]/.test(clean) && clean !== birthName) forms.push({ birthName: clean, how })
  }
  add(bornWords.exec(birthName)?.[2], 'birth-name-after-born')
  add(bornWords.exec(usedName)?.[2], 'birth-name-after-born')
  add(spouseWords.exec(birthName)?.[1], 'birth-name-after-born')
  add(spouseWords.exec(usedName)?.[1], 'birth-name-after-born')
  if (usedName === '' || bornWords.test(usedName) || spouseWords.test(usedName)) return forms
  for (const separator of [' ', '-']) {
    // « DUPONT MARTIN », used name MARTIN: the name of birth may be DUPONT; and the other way round.
    if (birthName.endsWith(`${separator}${usedName}`))
      add(birthName.slice(0, -usedName.length - 1), 'married-name-taken-off')
    if (birthName.startsWith(`${usedName}${separator}`))
      add(birthName.slice(usedName.length + 1), 'married-name-taken-off')
    if (usedName.endsWith(`${separator}${birthName}`))
      add(usedName.slice(0, -birthName.length - 1), 'married-name-taken-off')
    if (usedName.startsWith(`${birthName}${separator}`))
      add(usedName.slice(birthName.length + 1), 'married-name-taken-off')
  }
  add(usedName, 'names-exchanged')
  return forms
}

/** Whether a name is already one of a list of names written as one text. */
export function isAmong(name: string, list: string): boolean {
  return list === name || ` ${list} `.includes(` ${name} `)
}
