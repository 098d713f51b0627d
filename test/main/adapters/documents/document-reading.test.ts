import { expect, test } from 'vitest'
import { documentReading } from '#main/adapters/documents/document-reading.ts'
import { ArrangingRefused } from '#core/ports/document-reading.ts'
import { hostileFiles } from '#test/fixtures/documents/hostile.ts'
import { pdfOf } from '#test/world/documents.ts'

const hostile = (name: string) => hostileFiles().find((file) => file.name === name)?.bytes ?? new Uint8Array(0)

test('reads and arranges the pages of a PDF', async () => {
  const reading = documentReading()
  const bytes = await pdfOf('Première', 'Deuxième', 'Troisième')
  expect(await reading.read('pdf', bytes)).toMatchObject({ pages: 3, text: 'Première\n\nDeuxième\n\nTroisième' })
  const arranged = await reading.arrange(bytes, [
    { from: 2, turn: 90 },
    { from: 0, turn: 0 },
  ])
  expect(await reading.read('pdf', arranged)).toMatchObject({ pages: 2, text: 'Troisième\n\nPremière' })
  const past = reading.arrange(bytes, [{ from: 3, turn: 0 }])
  await expect(past).rejects.toThrow(new ArrangingRefused('pages'))
  await expect(reading.arrange(hostile('chiffre.pdf'), [{ from: 0, turn: 0 }])).rejects.toThrow(ArrangingRefused)
})

test('leaves behind what a PDF would run when its pages are taken', async () => {
  const reading = documentReading()
  const arranged = await reading.arrange(hostile('noms-script.pdf'), [{ from: 0, turn: 0 }])
  expect(Buffer.from(arranged).toString('latin1')).not.toContain('JavaScript')
})

test('gives up what takes too long or too much, and reads the next one', async () => {
  const reading = documentReading({ timeoutMs: 900, memoryMb: 64 })
  const began = performance.now()
  const [bomb, next] = await Promise.all([
    reading.read('pdf', hostile('bombe-contenu.pdf')),
    reading.read('text', new TextEncoder().encode('Bonjour')),
  ])
  expect(bomb.text).toBe('')
  expect(next.text).toBe('Bonjour')
  expect(performance.now() - began).toBeLessThan(6_000)
})
