import { createContext, useContext } from 'react'

const SendingContext = createContext<string | null>(null)

/** Gives the controls below the reason why nothing can be sent now; `null` while everything can. */
export const SendingProvider = SendingContext.Provider

/** Why nothing can be sent now, or `null`. */
export function useSendingRefusal(): string | null {
  return useContext(SendingContext)
}
