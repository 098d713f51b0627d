import { test } from '@playwright/test'
import { morningWithTheCard, renewedThenBlocked } from './cps.ts'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { openRealCards, realCardsMissing } from './real-cps.ts'

test('a morning with the card, which is then renewed and blocked, in a browser at the host', async ({ browser }) => {
  // Three cards one after the other, and each screen looked at.
  test.setTimeout(150_000)
  const program = await openInBrowser(browser, await homeWithTraining())
  try {
    await morningWithTheCard(program)
    await renewedThenBlocked(program)
  } finally {
    await program.end()
  }
})

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
