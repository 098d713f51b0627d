import { test } from '@playwright/test'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'
import { homeWithTraining, openInBrowser } from './programs.ts'
import { morningWithVitale, severalRecords } from './vitale.ts'

test('patients by their Vitale cards, in a browser at the host (needs pcscd and its virtual reader)', async ({
  browser,
}) => {
  test.skip(pcscdMissing !== null, pcscdMissing ?? '')
  // Several cards, each read at the pace of its reader, and each screen looked at.
  test.setTimeout(150_000)
  await using readers = await openVirtualReaders()
  const program = await openInBrowser(browser, await homeWithTraining())
  try {
    await morningWithVitale(program, readers)
    await severalRecords(program, readers)
  } finally {
    await program.end()
  }
})
