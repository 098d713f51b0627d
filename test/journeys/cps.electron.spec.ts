import { test } from '@playwright/test'
import { blockCard, morningWithTheCard } from './cps.ts'
import { homeWithTraining, openInWindow } from './programs.ts'
import { openRealCards, realCardsMissing } from './real-cps.ts'
import { lock } from './steps.ts'

test('a morning with the card, which is then blocked, in the window of the program', async () => {
  test.setTimeout(120_000)
  const program = await openInWindow(await homeWithTraining())
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) return
  try {
    await morningWithTheCard(program)
    await lock(program.page)
    await program.page.keyboard.press('Alt+C')
    await blockCard(program)
  } finally {
    await program.end()
  }
})

test('a morning with the card in the window, through a real PC/SC service and a real PKCS#11 module (needs pcscd and softhsm2)', async () => {
  test.skip(realCardsMissing !== null, realCardsMissing ?? '')
  await using real = await openRealCards()
  const program = await openInWindow(real.home)
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) return
  try {
    await morningWithTheCard(program, real.hands)
  } finally {
    await program.end()
  }
})
