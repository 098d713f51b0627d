import { contract } from '#app/contract.ts'
import type { NoteContent } from '#app/features/notes/model.ts'
import { composeCore } from '#main/compose/index.ts'
import { signedIn, testPasswordCost } from '#test/world/open-world.ts'

/**
 * A person who types, or signs, without ever stopping: run as a process of its own, to be killed.
 * `node writing.ts typing|signing FOLDER CABINET USER PATIENT`. Each line after `ready` is what the cabinet acknowledged.
 */
const [mode = '', folder = '', cabinetId = '', userId = '', patientId = ''] = process.argv.slice(2)

/** A note that says at which stroke it was, at its beginning and at its end. */
export function contentAt(stroke: number): NoteContent {
  return {
    occurredAt: '2026-11-20T13:31:00.000Z',
    sections: [
      { sectionId: 'motif', keyword: 'Motif', text: `Début ${stroke}. ${'Texte libre. '.repeat(200)}`, items: [] },
      { sectionId: 'conclusion', keyword: 'Conclusion', text: `Fin ${stroke}`, items: [] },
    ],
  }
}

/** Which stroke a note says it was at: the same at both ends, or it is half a note. */
export function strokeOf(fields: unknown): number {
  const [, begun, ended] = /Début (\d+)\. .*Fin (\d+)/su.exec(JSON.stringify(fields)) ?? []
  if (begun === undefined || begun !== ended) throw new Error('half a note')
  return Number(begun)
}

async function work(): Promise<void> {
  const core = composeCore({
    version: '0.0.0-test',
    stateFolder: `${folder}/etat`,
    cabinetsFolder: `${folder}/cabinets`,
    backupsFolder: `${folder}/sauvegardes`,
    passwordCost: testPasswordCost,
  })
  const seat = await signedIn(core, cabinetId, { userId }, 'qui écrit')
  const place = { form: 'note', subjectId: patientId } as const
  process.stdout.write('ready\n')
  for (let stroke = 1; ; stroke += 1) {
    const noteId = crypto.randomUUID()
    const content = contentAt(stroke)
    const fields = { noteId, ...content }
    await seat.must(contract.drafts.save, { place, fields, basedOnVersion: null })
    if (mode === 'typing') process.stdout.write(`${stroke}\n`)
    else {
      await seat.must(contract.notes.sign, { noteId, patientId, content })
      process.stdout.write(`${noteId} ${stroke}\n`)
    }
  }
}

if (import.meta.main) await work()
