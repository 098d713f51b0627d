import { test } from '@playwright/test'
import { morningWithTheCard, renewedThenBlocked } from './cps.ts'
import { homeWithTraining, openInBrowser } from './programs.ts'

for (const [name, journey] of [
  ['a morning with the card, in a browser at the host', morningWithTheCard],
  ['a card renewed, then blocked, in a browser at the host', renewedThenBlocked],
] as const) {
  test(name, async ({ browser }) => {
    const program = await openInBrowser(browser, await homeWithTraining())
    try {
      await journey(program)
    } finally {
      await program.end()
    }
  })
}
