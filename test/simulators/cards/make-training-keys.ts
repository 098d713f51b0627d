import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeAuthority } from './authority.ts'
import { professionals } from './training-deck.ts'

/**
 * Makes the keys of the training cards again, with the authority that certifies them: `node
 * test/simulators/cards/make-training-keys.ts`. Its key signs the cards and is thrown away. Cards enrolled in training
 * cabinets are unknown to them afterwards, and `main/protocols/training-authority.ts` must be given the new certificates,
 * which are written to the output.
 */
const authority = await makeAuthority({
  organisation: 'CABINET OUVERT',
  units: ['CARTES DE FORMATION'],
  root: 'FORMATION AC RACINE',
  issuing: 'FORMATION AC CARTES',
})
const validity = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2046-01-01T00:00:00Z') }
const cards: Record<string, unknown> = {}
for (const { cardId, holder } of professionals) {
  const issued = await authority.issue({ ...holder, validity })
  const kept = ({ certificate, privateKey }: typeof issued.signature): object => ({
    certificate: Buffer.from(certificate).toString('base64'),
    trainingKey: privateKey.replaceAll(/-----[^-]+-----|\n/g, ''),
  })
  cards[cardId] = { authentication: kept(issued.authentication), signature: kept(issued.signature) }
}
const note =
  'Keys of the training cards, made by make-training-keys.ts: public, worth nothing, accepted by training cabinets only.'
await writeFile(join(import.meta.dirname, 'training-keys.json'), `${JSON.stringify({ note, cards }, null, 2)}\n`)
for (const certificate of authority.certificates) console.log(Buffer.from(certificate).toString('base64'))
