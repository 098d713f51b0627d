import { test } from '@playwright/test'
import { dayAtTheCabinet } from './day.ts'
import { homeWithTraining, openInWindow } from './programs.ts'

test('a day at the cabinet, in the window of the program', async () => {
  const program = await openInWindow(await homeWithTraining())
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) return
  try {
    await dayAtTheCabinet(program)
  } finally {
    await program.end()
  }
})
