import { cardsText } from '#app/text/fr/cards.ts'

interface Named {
  readonly firstName: string
  readonly lastName: string
}

const folded = (name: string) =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()
    .toLowerCase()

/**
 * « Dr H. MARCHAND »: the holder as the card names them, with the title of the user of the same name where there is one.
 * For the eye alone: who somebody is, their number says.
 */
export function sayHolder({ firstName, lastName }: Named, users: readonly { readonly displayName: string }[]): string {
  const initial = firstName.trim().charAt(0).toLocaleUpperCase('fr')
  const name = `${initial === '' ? '' : `${initial}. `}${lastName.trim().toLocaleUpperCase('fr')}`.trim()
  if (name === '') return cardsText.own.unnamed
  const whole = folded(`${firstName} ${lastName}`)
  const user = users.find(({ displayName }) => folded(displayName).endsWith(whole))
  const title = /^(?:Dr|Pr|M\.|Mme)(?= )/.exec(user?.displayName ?? '')?.[0]
  return title === undefined ? name : `${title} ${name}`
}
