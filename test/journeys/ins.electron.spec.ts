import { test } from '@playwright/test'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'
import { qualifyFromVitale, scanTheLabel } from './ins.ts'
import { homeWithTraining, openInWindow } from './programs.ts'

test('an unknown child, from the Vitale card to the qualified INS and back by its label, in the window (needs pcscd and its virtual reader)', async () => {
  test.skip(pcscdMissing !== null, pcscdMissing ?? '')
  await using readers = await openVirtualReaders()
  const program = await openInWindow(await homeWithTraining())
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) return
  try {
    await qualifyFromVitale(program, readers)
    await scanTheLabel(program)
  } finally {
    await program.end()
  }
})
