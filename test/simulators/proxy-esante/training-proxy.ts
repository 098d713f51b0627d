import { parentPort } from 'node:worker_threads'
import { startProxyEsante } from './start.ts'

// The packaged simulator of the training cabinet: says where it listens and what to show it, then serves until it is stopped.
const { proxyUrl, clientId, telephoneUrl, telephoneSecret, authority } = await startProxyEsante({ pollMs: 500 })
parentPort?.postMessage({ proxyUrl, clientId, telephoneUrl, telephoneSecret, authority })
