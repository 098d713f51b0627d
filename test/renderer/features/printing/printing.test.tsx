import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PrintDialog, printMenuItems } from '#renderer/features/printing/index.ts'
import { recordOfFrancoise as patient } from '#test/renderer/features/patients/records.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'

const drawn = vi.hoisted(() => ({ pages: 1 }))
// What draws PDF asks the browser for threads and canvases that happy-dom does not have.
vi.mock('#renderer/features/documents/index.ts', () => ({
  PdfView: ({ bytes }: { readonly bytes: Uint8Array }) => <p>aperçu de {bytes.length} octets</p>,
  loadPagePictures: async () =>
    async function* pagePictures() {
      for (let page = 0; page < drawn.pages; page += 1) yield { picture: new Blob(['x']), width: 89, height: 36 }
    },
}))

let leave: (() => Promise<unknown>) | undefined
const printed = vi.fn()
beforeEach(() => {
  printed.mockReset()
  localStorage.clear()
  vi.stubGlobal('print', printed)
  HTMLImageElement.prototype.decode = async () => undefined
  Object.defineProperty(document, 'adoptedStyleSheets', { value: [], writable: true, configurable: true })
})
afterEach(async () => {
  await leave?.()
  leave = undefined
  vi.unstubAllGlobals()
})

const { patientId } = patient
const pdf = btoa('%PDF')

async function openDialog(answers: Answers = {}) {
  const seat = await sitAt(
    <PrintDialog kind="letter" patientId={patientId} entryId={null} bytes={new Uint8Array(4)} onClose={() => {}} />,
    { 'printing.printed': () => ({ noted: true }), ...answers },
  )
  leave = seat.leave
  return seat
}

test('what is shown is what is printed, journaled before the computer’s window opens', async () => {
  const seat = await openDialog()
  expect(document.body.textContent).toContain('aperçu de 4 octets')
  let paper: string | null = null
  printed.mockImplementation(() => {
    expect(seat.asked('printing.printed')).toEqual([{ patientId, what: 'letter', entryId: null, copies: 1 }])
    paper = document.querySelector('body > div > img')?.getAttribute('src') ?? null
  })
  await seat.click('Imprimer')
  await seat.settle(50)
  expect(printed).toHaveBeenCalledTimes(1)
  expect(paper).toMatch(/^blob:/)
  // Nothing of it stays in the page.
  expect(document.querySelector('body > div > img')).toBeNull()
})

test('nothing is printed that could not be journaled', async () => {
  const seat = await openDialog({ 'printing.printed': () => refuse('not-found', {}) })
  await seat.click('Imprimer')
  await seat.settle(50)
  expect(printed).not.toHaveBeenCalled()
})

test('a document that cannot be drawn is said in French, and may be tried again', async () => {
  drawn.pages = 0
  const seat = await openDialog()
  await seat.click('Imprimer')
  await seat.settle(50)
  drawn.pages = 1
  expect(document.body.textContent).toContain('n’a pas pu être remis à l’impression')
  expect(printed).not.toHaveBeenCalled()
})

test('the menu « Imprimer » of a record offers a label, a summary and the treatments, by right', () => {
  expect(printMenuItems.map(({ menu, label, needs }) => [menu, label, needs])).toEqual([
    ['print', 'Étiquette…', 'patient.read'],
    ['print', 'Synthèse…', 'record.read'],
    ['print', 'Traitements en cours…', 'record.read'],
  ])
})

test('a label asks for the facts chosen on the supply chosen, and this computer remembers both', async () => {
  const Label = printMenuItems[0]?.Act
  if (Label === undefined) throw new Error('no label')
  const open = async () => {
    const seat = await sitAt(<Label patient={patient} onClose={() => {}} onOpen={() => {}} onShow={() => {}} />, {
      'printing.labels': () => ({ pdf }),
      'printing.printed': () => ({ noted: true }),
    })
    leave = seat.leave
    await seat.settle(300)
    return seat
  }
  const seat = await open()
  expect(seat.asked('printing.labels').at(-1)).toMatchObject({
    facts: ['name', 'birth-date', 'address', 'phone'],
    format: 'sheet-63x38',
    startAt: 1,
    copies: 1,
  })
  const box = [...document.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')].at(-1)
  await act(async () => box?.click())
  await seat.settle(300)
  expect(seat.asked('printing.labels').at(-1)).toMatchObject({
    facts: ['name', 'birth-date', 'address', 'phone', 'data-matrix'],
  })
  await seat.leave()
  const again = await open()
  expect(again.asked('printing.labels').at(-1)).toMatchObject({
    facts: ['name', 'birth-date', 'address', 'phone', 'data-matrix'],
  })
})
