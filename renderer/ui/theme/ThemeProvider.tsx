import './base.css'
import './fonts.css'
import './mantine.css'
import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { cssVariablesResolver, theme } from './theme.ts'

/** Light, dark, or what the computer asks for. */
export type ThemeChoice = 'light' | 'dark' | 'system'

/** The nonce the server wrote in the page, without which the strict style policy refuses Mantine's variables. */
function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
}

/** Everything drawn needs it above: colours, sizes, and the scheme the person chose. */
export function ThemeProvider({ choice, children }: { choice: ThemeChoice; children: ReactNode }) {
  const forced = choice === 'system' ? {} : { forceColorScheme: choice }
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
      {...forced}
    >
      {children}
    </MantineProvider>
  )
}
