import { useEffect } from 'react'
import type { SeatClient } from '#renderer/client/index.ts'
import type { ThemeChoice } from '#ui/index.ts'

const key = 'cabinet-ouvert.theme'

/** The theme last chosen at this seat: the opening window follows it, before anybody is known. */
export function rememberedTheme(): ThemeChoice {
  const kept = globalThis.localStorage?.getItem(key)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Remembers a choice at this seat. */
export function rememberTheme(choice: ThemeChoice): void {
  globalThis.localStorage?.setItem(key, choice)
}

/** Tells the window the colours of the page, so that its own bar and buttons follow. */
export function useWindowColors(choice: ThemeChoice, seat: SeatClient | null): void {
  useEffect(() => {
    if (seat === null) return
    const tell = () => {
      const style = getComputedStyle(document.documentElement)
      const background = style.getPropertyValue('--co-bg').trim()
      const ink = style.getPropertyValue('--co-text-1').trim()
      const hexadecimal = /^#[0-9a-f]{6}$/i
      if (hexadecimal.test(background) && hexadecimal.test(ink))
        void seat.setAppearance({ theme: choice, background, ink })
    }
    // After the scheme of this choice is painted.
    const frame = requestAnimationFrame(tell)
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', tell)
    return () => {
      cancelAnimationFrame(frame)
      system.removeEventListener('change', tell)
    }
  }, [choice, seat])
}
