import { test } from '@playwright/test'
import { dayAtTheCabinet } from './day.ts'
import { homeWithTraining, openInBrowser } from './programs.ts'

test('a day at the cabinet, in a browser', async ({ browser }) => {
  const program = await openInBrowser(browser, await homeWithTraining())
  try {
    await dayAtTheCabinet(program)
  } finally {
    await program.end()
  }
})
