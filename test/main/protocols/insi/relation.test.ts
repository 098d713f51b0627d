import { expect, test } from 'vitest'
import { answersAnother } from '#main/protocols/teleservice/fault.ts'

const asked = 'uuid:0193a000-0000-7000-8000-00000000000a'
const envelope = (header: string) =>
  new TextEncoder().encode(
    `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://www.w3.org/2005/08/addressing">${header}<e:Body/></e:Envelope>`,
  )
const related = (text: string) => envelope(`<e:Header><w:RelatesTo>${text}</w:RelatesTo></e:Header>`)

test.each([
  ['says nothing', envelope('')],
  ['repeats it', related(asked)],
  ['repeats it without its prefix, in capitals', related('0193A000-0000-7000-8000-00000000000A')],
  ['names no message', related('urn:sans-identifiant')],
  ['names it outside of its header', envelope('<w:RelatesTo>0193a000-0000-7000-8000-00000000000b</w:RelatesTo>')],
  ['is not to be read', new TextEncoder().encode('<!DOCTYPE a><a/>')],
])('an answer that %s answers this message', (_, body) => {
  expect(answersAnother(body, asked)).toBe(false)
})

test('an answer that names another message does not', () => {
  expect(answersAnother(related('urn:uuid:0193a000-0000-7000-8000-00000000000b'), asked)).toBe(true)
})

test('as deep as it may be, it is read without a fault', () => {
  const deep = '<w:x>'.repeat(20_000) + '</w:x>'.repeat(20_000)
  expect(answersAnother(envelope(`<e:Header><w:RelatesTo>${deep}</w:RelatesTo></e:Header>`), asked)).toBe(false)
})
