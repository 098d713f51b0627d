import { test } from '@playwright/test'
import { homeWithTraining, openInWindow } from './programs.ts'
import { handOverWithPsc, unlockWithPsc } from './psc.ts'

test('Pro Santé Connect opens a locked seat of the window, by the simulator that the program starts', async () => {
  test.setTimeout(120_000)
  const program = await openInWindow(await homeWithTraining())
  test.skip(program === null, 'needs an Electron runtime')
  if (program === null) return
  try {
    await unlockWithPsc(program)
    await handOverWithPsc(program)
  } finally {
    await program.end()
  }
})
