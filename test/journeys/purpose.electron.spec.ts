import { test } from '@playwright/test'
import { newHome, openInWindow } from './programs.ts'
import { purposeJourney } from './purpose.ts'

test('a GP’s first day, in the window of the program', async () => {
  const program = await openInWindow(await newHome())
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) return
  try {
    await purposeJourney(program)
  } finally {
    await program.end()
  }
})
