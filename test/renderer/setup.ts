import { afterEach } from 'vitest'

declare global {
  /** React asks for it before it warns about updates outside `act()`. */
  var IS_REACT_ACT_ENVIRONMENT: boolean
}

globalThis.IS_REACT_ACT_ENVIRONMENT = true

// A test that leaves a dialog open must not answer for the next one.
afterEach(() => {
  document.body.replaceChildren()
  localStorage.clear()
})
