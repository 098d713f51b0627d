import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { onTestFinished } from 'vitest'
import { uiWords } from '#app/text/fr/common.ts'
import { ActionsProvider, ThemeProvider, WordsProvider } from '#ui/index.ts'

/** Draws something as the program would, with its theme and its words; taken away when the test ends. */
export async function draw(content: ReactNode): Promise<HTMLElement> {
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  onTestFinished(() => act(async () => root.unmount()))
  await act(async () =>
    root.render(
      <ThemeProvider choice="light">
        <WordsProvider value={uiWords}>
          <ActionsProvider>{content}</ActionsProvider>
        </WordsProvider>
      </ThemeProvider>,
    ),
  )
  return host
}

/** Writes in a field as a person does: the value changes, then React hears of it. */
export async function write(field: HTMLInputElement, text: string): Promise<void> {
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
  await act(async () => {
    setValue?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

/** Presses a key on an element. */
export async function press(element: Element, key: string, held: KeyboardEventInit = {}): Promise<void> {
  const event = new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...held })
  // happy-dom takes Alt for AltGr.
  event.getModifierState = () => false
  await act(async () => {
    element.dispatchEvent(event)
  })
}

/** The one element a selector finds; the test fails when there is none. */
export function one<E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector)
  if (found === null) throw new Error(`nothing on the screen is ${selector}`)
  return found
}
