import { parentPort } from 'node:worker_threads'
import { startProxyEsante } from './start.ts'

// The packaged simulator of the training cabinet: says where it listens and what to show it, then serves until it is stopped. It
// is told of the servers it carries calls to, once they are there.
const started = await startProxyEsante({ pollMs: 500 })
const { proxyUrl, clientId, telephoneUrl, telephoneSecret, authority } = started
parentPort?.on('message', (told: { readonly carry: string; readonly url: string; readonly authority: string }) => {
  started.carryTo(told.carry, told)
})
parentPort?.postMessage({ proxyUrl, clientId, telephoneUrl, telephoneSecret, authority })
