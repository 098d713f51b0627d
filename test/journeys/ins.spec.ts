import { test } from '@playwright/test'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'
import { qualifyFromVitale, scanTheLabel } from './ins.ts'
import { homeWithTraining, openInBrowser } from './programs.ts'

test('an unknown child, from the Vitale card to the qualified INS and back by its label, in a browser at the host (needs pcscd and its virtual reader)', async ({
  browser,
}) => {
  test.skip(pcscdMissing !== null, pcscdMissing ?? '')
  await using readers = await openVirtualReaders()
  const program = await openInBrowser(browser, await homeWithTraining())
  try {
    await qualifyFromVitale(program, readers)
    await scanTheLabel(program)
  } finally {
    await program.end()
  }
})
