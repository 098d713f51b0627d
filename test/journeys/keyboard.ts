import type { Page } from '@playwright/test'

/** The hands of somebody who leaves the mouse where it is: what they press is kept, and so is whether the mouse moved. */
export interface Keyboard {
  /** Keys and words, in the order they were pressed. */
  readonly pressed: readonly string[]
  /** Presses these keys, one after another: « Alt+C ». */
  press(...keys: readonly string[]): Promise<void>
  /** Types as a person does, one letter at a time. */
  type(words: string): Promise<void>
  /** How often a button of the mouse, a wheel or a finger was used on the page since these hands were laid on it. */
  pointed(): Promise<number>
}

/** Lays hands on the keyboard of a page. */
export async function handsOn(page: Page): Promise<Keyboard> {
  await page.evaluate(() => {
    const count = window as unknown as { pointed: number }
    count.pointed = 0
    for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel']) {
      window.addEventListener(kind, () => (count.pointed += 1), { capture: true, passive: true })
    }
  })
  const pressed: string[] = []
  return {
    pressed,
    async press(...keys) {
      for (const key of keys) {
        pressed.push(key)
        await page.keyboard.press(key)
      }
    },
    async type(words) {
      pressed.push(`« ${words} »`)
      await page.keyboard.type(words, { delay: 10 })
    },
    pointed: () => page.evaluate(() => (window as unknown as { pointed: number }).pointed),
  }
}
