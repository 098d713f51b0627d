import type { Workstation } from '#main/wire/workstation.ts'
import { WorkstationDesk } from '#main/wire/workstation.ts'
import { workstationSide } from './lines.ts'

// The process where readers and cards are: drivers block and crash, and must not do it beside the database or the window.
const side = workstationSide()
const refused = async () => ({ ok: false, problem: 'readers.unavailable' }) as const
const noCards = async () => ({ cards: [] })
const notDone = async () => ({ done: false })
const settings = { cardModulePath: null, vitaleLibraryPath: null }
const state = { service: 'library-absent', readers: [], training: false } as const
const diagnose = async () => ({
  state: { ...state, readers: [] },
  module: { status: 'not-installed', path: null, description: '' } as const,
  vitaleLibrary: { status: 'not-installed', path: null } as const,
  library: null,
  errors: [],
  settings,
})

/** Until the readers are composed: a computer where nothing of PC/SC is installed. */
const workstation: Workstation = {
  async *watch(signal) {
    yield { ...state, readers: [] }
    await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))
  },
  diagnose,
  configure: diagnose,
  readProfessionalCard: refused,
  enterPin: refused,
  forgetPin: async () => ({}),
  proveSlot: refused,
  proveIdentity: refused,
  signDigest: refused,
  readVitaleCard: refused,
  startTraining: async () => ({ started: false, cards: [] }),
  trainingCards: noCards,
  insertTrainingCard: notDone,
  withdrawTrainingCard: notDone,
  stopTraining: async () => ({}),
}

const desk = new WorkstationDesk(workstation)
side.closing(() => {
  side.sayClosed()
  setTimeout(() => process.exit(0), 20)
})
side.listen((port) => desk.serve(port))
