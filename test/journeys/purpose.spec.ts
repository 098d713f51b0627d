import { test } from '@playwright/test'
import { newHome, openInBrowser } from './programs.ts'
import { purposeJourney } from './purpose.ts'

test('a GP’s first day, in a browser', async ({ browser }) => {
  const program = await openInBrowser(browser, await newHome())
  try {
    await purposeJourney(program)
  } finally {
    await program.end()
  }
})
