// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import { constants, createPrivateKey, privateEncrypt } from 'node:crypto'
import { readInsiAnswer } from '#main/protocols/insi/answer.ts'
import { traitsRequest } from '#main/protocols/insi/request.ts'
import { makeAuthority, makeHolder, makeKeys } from '#test/main/protocols/certificate-maker.ts'
import { callBy, signedAssertion, traits } from '#test/main/protocols/insi/calls.ts'
import { resultAnswer } from '#test/simulators/insi/answers.ts'
import { publicPersonas } from '#test/simulators/insi/personas.ts'
import type { Bench } from './row.ts'

const runs = 51

/** A request of INSi built and signed, the card’s own time apart, and an answer with a history read. */
export const bench: Bench = async () => {
  const keys = await makeKeys()
  const certificate = await makeHolder(await makeAuthority('TEST AC IGC-SANTE FORT PERSONNES'), keys)
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  let card = 0
  const sign = (digest: Uint8Array) => {
    const from = performance.now()
    const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest])
    const signature = Uint8Array.from(privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info))
    card = performance.now() - from
    return Promise.resolve(signature)
  }
  const requests: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now()
    const assertion = await signedAssertion(certificate, sign)
    traitsRequest(traits('ADRUN', 'ZOE', 'F', '1975-12-31'), callBy({ mode: 'card', assertion }))
    requests.push(performance.now() - from - card)
  }
  const person = publicPersonas.find(({ birthName }) => birthName === 'ECETINSI') ?? null
  const body = new TextEncoder().encode(resultAnswer('00', person))
  const answers: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now()
    readInsiAnswer(200, body)
    answers.push(performance.now() - from)
  }
  return [
    row('INSi request built and signed, without the card, median', requests, 30),
    row('INSi answer read, median', answers, 5),
  ]
}

function row(name: string, times: readonly number[], budget: number) {
  const value = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY
  return { name, value, unit: 'ms' as const, budget: `≤ ${budget} ms`, ok: value <= budget }
}
