import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { openWorld, signedIn, type World } from '#test/world/open-world.ts'
import { strokeOf } from './writing.ts'

const { drafts, notes, record } = contract
const rounds = kills(2, 40)

/** A cabinet with one patient, closed: the process to be killed opens it. */
async function closedCabinet() {
  const world = await openWorld()
  const patientId = await world.as('doctor').createPatient()
  await world.core.dispose()
  return { world, patientId }
}

function victim(mode: 'typing' | 'signing', world: World, patientId: string) {
  const script = join(import.meta.dirname, 'writing.ts')
  const args = [mode, world.folder, world.cabinetId, world.userId('doctor'), patientId]
  return killAtRandom({ script, args, readyLine: 'ready', withinMs: 400 })
}

/** The cabinet opened again, as the program started again does. */
async function reopened(world: World) {
  const core = world.anotherCore()
  const seat = await signedIn(core, world.cabinetId, { userId: world.userId('doctor') }, 'qui revient')
  return { core, seat }
}

test(`typing: killed ${rounds} times, the draft is what was last kept, whole`, async () => {
  const { world, patientId } = await closedCabinet()
  await using _ = world
  for (let round = 0; round < rounds; round += 1) {
    const { acknowledged } = await victim('typing', world, patientId)
    const kept = Number(acknowledged.at(-1) ?? 0)
    const { core, seat } = await reopened(world)
    const { draft } = await seat.must(drafts.get, { place: { form: 'note', subjectId: patientId } })
    // The one on its way when the process died may be there already, never half of it.
    if (kept > 0) expect([kept, kept + 1]).toContain(strokeOf(draft?.fields))
    await core.dispose()
  }
})

test(`signing: killed ${rounds} times, each note signed is whole, in the timeline, once; a draft left is of no signed note`, async () => {
  const { world, patientId } = await closedCabinet()
  await using _ = world
  for (let round = 0; round < rounds; round += 1) {
    const { acknowledged } = await victim('signing', world, patientId)
    const { core, seat } = await reopened(world)
    for (const line of acknowledged) {
      const [noteId = '', stroke] = line.split(' ')
      expect(strokeOf((await seat.must(notes.read, { noteId })).note.content)).toBe(Number(stroke))
    }
    const signed = await world.rowsOf('note')
    const ids = signed.map((row) => row.note_id).toSorted()
    const revisions = await world.rowsOf('note_revision')
    expect(revisions.map((row) => row.note_id).toSorted()).toEqual(ids)
    for (const row of revisions) strokeOf(JSON.parse(row.content))
    const { total } = await seat.must(record.timeline, { patientId, filter: {}, offset: 0, limit: 1 })
    expect(total).toBe(ids.length)
    const signatures = (await world.journal()).filter(({ act, outcome }) => act === 'note.sign' && outcome === 'done')
    expect(signatures.map((entry) => entry.subject_id).toSorted()).toEqual(ids)
    const { draft } = await seat.must(drafts.get, { place: { form: 'note', subjectId: patientId } })
    if (draft !== null) expect(ids).not.toContain(draft.fields['noteId'])
    await core.dispose()
  }
})

test('a draft of a note is kept in 10 ms at most in the core, as a rule', async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const patientId = await doctor.createPatient()
  const place = { form: 'note', subjectId: patientId } as const
  const took: number[] = []
  for (let stroke = 0; stroke < 60; stroke += 1) {
    const fields = { noteId: crypto.randomUUID(), text: 'Texte libre de la consultation. '.repeat(100 + stroke) }
    const begun = performance.now()
    await doctor.must(drafts.save, { place, fields, basedOnVersion: null })
    took.push(performance.now() - begun)
  }
  const ordered = took.toSorted((left, right) => left - right)
  const median = ordered[Math.floor(ordered.length / 2)] ?? 0
  process.stdout.write(`autosave: median ${median.toFixed(1)} ms, p90 ${(ordered[53] ?? 0).toFixed(1)} ms\n`)
  // A loaded computer writes late now and then; the median does not.
  expect(median).toBeLessThan(10)
})
