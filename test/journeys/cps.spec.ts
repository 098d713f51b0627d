import { test } from '@playwright/test'
import { morningWithTheCard, renewedThenBlocked } from './cps.ts'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { openRealCards, realCardsMissing } from './real-cps.ts'

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

test('a morning with the card, through a real PC/SC service and a real PKCS#11 module (needs pcscd and softhsm2)', async ({
  browser,
}) => {
  test.skip(realCardsMissing !== null, realCardsMissing ?? '')
  await using real = await openRealCards()
  const program = await openInBrowser(browser, real.home)
  try {
    await morningWithTheCard(program, real.hands)
  } finally {
    await program.end()
  }
})
