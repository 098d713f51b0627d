import { test } from '@playwright/test'
import { dayAtTheCabinet } from './day.ts'
import { newHome, openInBrowser } from './programs.ts'

test('a day at the cabinet, in a browser', async ({ browser }) => {
  const program = await openInBrowser(browser, await newHome())
  try {
    await dayAtTheCabinet(program)
  } finally {
    await program.end()
  }
})
