import { parentPort, workerData } from 'node:worker_threads'
import { startTeleservices } from './start.ts'

// The packaged simulator of the training cabinet: given the authority of the training cards, it says where it listens and what to
// show it, then serves until it is stopped.
const { professionalAuthorities = [] } = (workerData ?? {}) as { readonly professionalAuthorities?: readonly string[] }
// A few of the invented patients are no longer right, so that a report has something to look at.
const started = await startTeleservices({ professionalAuthorities, verification: { wrongOneIn: 80 } })
const { cardUrl, certificateUrl, authority, authorisation, controlUrl, controlSecret } = started
const establishment = await started.establishment('INSI-MANU', '318751275100020')
parentPort?.postMessage({
  cardUrl,
  certificateUrl,
  authority,
  authorisation,
  establishment,
  controlUrl,
  controlSecret,
})
