import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { AnswerCode, SimulatedFault, Writing } from './answers.ts'
import type { Persona } from './personas.ts'

/** What the service does in place of what it should. */
export type MisbehaviourKind =
  | 'honest'
  /** The answer code, whoever is asked for; `00` is left to honesty. */
  | { readonly code: Exclude<AnswerCode, '00'> }
  | { readonly fault: SimulatedFault }
  /** This identity, whoever is asked for. */
  | { readonly person: Persona; readonly writing?: Writing }
  /** The right content, written otherwise. */
  | { readonly writing: Writing; readonly person?: never }
  /** This body, with 200. */
  | { readonly body: string }
  /** A status and a page that is no SOAP. */
  | { readonly status: number }
  /** The right answer, after so long in ms. */
  | { readonly delay: number }
  /** Never answers. */
  | 'silence'
  /** Cuts the line before anything is answered: whether the request was done is not known. */
  | 'hang-up'
  /** Cuts the line in the middle of the answer. */
  | 'cut'
  /** Sends more than anybody would read. */
  | 'flood'
  /** Says to ask elsewhere. */
  | { readonly redirect: string }

/** What it does, and for how many requests; for all of them when not told. */
export interface Misbehaviour {
  readonly kind: MisbehaviourKind
  readonly times?: number
}

/** Does what needs no answer to be made; true when nothing more is to be answered. */
export async function misbehave(kind: MisbehaviourKind, response: ServerResponse): Promise<boolean> {
  if (kind === 'silence') return true
  if (kind === 'hang-up') {
    response.destroy()
    return true
  }
  const type = { 'content-type': 'application/soap+xml; charset=utf-8' }
  if (kind === 'cut') {
    response.writeHead(200, { ...type, 'content-length': 4096 })
    response.write('<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body>')
    await wait(20)
    response.destroy()
    return true
  }
  if (kind === 'flood') {
    response.writeHead(200, type)
    response.on('error', () => undefined)
    response.end(Buffer.alloc(4 * 1024 * 1024, 0x20))
    return true
  }
  if (kind === 'honest') return false
  if ('delay' in kind) {
    await wait(kind.delay)
    return false
  }
  if ('status' in kind) {
    const page = { 'content-type': 'text/html' }
    response.writeHead(kind.status, page).end('<!DOCTYPE html><html><body>Service indisponible</body></html>')
    return true
  }
  if ('redirect' in kind) {
    response.writeHead(302, { location: kind.redirect }).end()
    return true
  }
  if ('body' in kind) {
    response.writeHead(200, type).end(kind.body)
    return true
  }
  return false
}
