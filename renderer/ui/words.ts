import { createContext, useContext } from 'react'

/** The few words components say by themselves; a program gives them once, in its own language. */
export interface UiWords {
  readonly close: string
  readonly clear: string
  readonly optional: string
  readonly showPassword: string
  readonly hidePassword: string
  readonly capsLock: string
  readonly undo: string
  readonly stop: string
  readonly more: string
  readonly loading: string
  readonly nothingFound: string
  readonly required: string
  readonly sortedAscending: string
  readonly sortedDescending: string
  readonly resizeColumn: (column: string) => string
  readonly resizePane: string
  readonly remove: (what: string) => string
  /** Names of keys as engraved: `Enter` → « Entrée ». A key that is absent is shown as it is. */
  readonly keys: Readonly<Record<string, string>>
}

const WordsContext = createContext<UiWords | null>(null)

/** Gives the components below their words. */
export const WordsProvider = WordsContext.Provider

/** The words of the program. A component drawn outside `WordsProvider` is a mistake of ours. */
export function useWords(): UiWords {
  const words = useContext(WordsContext)
  if (words === null) throw new Error('a component of renderer/ui is drawn outside WordsProvider')
  return words
}
