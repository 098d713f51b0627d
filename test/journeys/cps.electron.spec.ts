import { test } from '@playwright/test'
import { morningWithTheCard } from './cps.ts'
import { homeWithTraining, openInWindow } from './programs.ts'

test('a morning with the card, in the window of the program', async () => {
  const program = await openInWindow(await homeWithTraining())
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) return
  try {
    await morningWithTheCard(program)
  } finally {
    await program.end()
  }
})
