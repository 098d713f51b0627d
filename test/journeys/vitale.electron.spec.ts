import { test } from '@playwright/test'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'
import { homeWithTraining, openInWindow } from './programs.ts'
import { morningWithVitale } from './vitale.ts'

test('patients by their Vitale cards, in the window (needs pcscd and its virtual reader)', async () => {
  test.skip(pcscdMissing !== null, pcscdMissing ?? '')
  await using readers = await openVirtualReaders()
  const program = await openInWindow(await homeWithTraining())
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) return
  try {
    await morningWithVitale(program, readers)
  } finally {
    await program.end()
  }
})
