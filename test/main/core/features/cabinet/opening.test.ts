import { open as openFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { Keyring } from '#core/ports/index.ts'
import { connectInMemory } from '#main/wire/index.ts'
import { openWorld, testPassword } from '#test/world/open-world.ts'
import { endOf } from '#test/main/core/kernel/examples.ts'

const { backups, cabinet, patients, people, sessions } = contract
const newPassword = 'ardoise verger tambour 9'
const administrator = { title: 'Mme', lastName: 'Blanc', firstName: 'Léa', password: testPassword } as const
const practitioner = { title: 'Dr', lastName: 'Roche', firstName: 'Inès', rpps: null, password: newPassword } as const

test('a cabinet that cannot be made leaves nothing behind', async () => {
  await using world = await openWorld()
  await world.onlyStays('admin')
  await world.as('admin').must(cabinet.close, { withBackup: false })
  const seat = world.stranger()
  const taken = { name: 'Cabinet du Tilleul', administrator, practitioner }
  expect(await seat.call(cabinet.create, taken)).toEqual({
    ok: false,
    problem: 'cabinet.name-taken',
    data: { name: taken.name },
  })
  const other = { ...taken, name: 'Autre' }
  const weak = { ...practitioner, password: 'Roche2026' }
  expect(await seat.call(cabinet.create, { ...other, practitioner: weak })).toMatchObject({
    problem: 'password.too-weak',
    data: { reasons: ['too-short', 'guessable', 'personal'], account: 'practitioner' },
  })
  const same = { ...administrator, password: newPassword }
  expect(await seat.call(cabinet.create, { ...other, administrator: same })).toMatchObject({
    problem: 'password.too-weak',
    data: { reasons: ['same-as-other-account'], account: 'administrator' },
  })
  const nowhere = await seat.call(cabinet.create, {
    ...taken,
    name: 'Autre',
    folder: join(world.cabinetFolder, 'manifest.json', 'dedans'),
  })
  expect(nowhere).toMatchObject({ problem: 'cabinet.read-only' })
  expect(await readdir(world.cabinetsFolder)).toEqual(['Cabinet du Tilleul.cabinet'])
})

test('two cabinets are not open at once while somebody is in the first', async () => {
  await using world = await openWorld()
  const create = { name: 'Second', administrator, practitioner }
  expect(await world.stranger().call(cabinet.create, create)).toMatchObject({ problem: 'cabinet.busy' })
  await world.onlyStays('admin')
  await world.as('admin').must(sessions.signOut, {})
  expect(await world.stranger().call(cabinet.create, create)).toMatchObject({ ok: true })
  const { cabinets } = await world
    .stranger()
    .call(cabinet.list, {})
    .then((reply) => (reply.ok ? reply.value : { cabinets: [] }))
  expect(cabinets.map(({ name, state }) => [name, state])).toEqual([
    ['Second', 'open'],
    ['Cabinet du Tilleul', 'closed'],
  ])
})

test('a second program is told that the cabinet is in use', async () => {
  await using world = await openWorld()
  const other = connectInMemory(world.anotherCore(), { kind: 'test', name: 'autre' })
  const open = { cabinetId: world.cabinetId, userId: world.userId('admin'), password: testPassword }
  expect(await other.call(cabinet.open, open)).toEqual({ ok: false, problem: 'cabinet.in-use', data: {} })
  const listed = await other.call(cabinet.list, {})
  expect(listed).toMatchObject({ ok: true, value: { cabinets: [{ state: 'in-use' }] } })
})

test('the recovery key opens, gives an administrator a new password, and a mistyped one says where', async () => {
  await using world = await openWorld({ people: { bruno: 'secretary' } })
  // Learns the key while the password is still the one of every test.
  await world.journal()
  await world.core.dispose()
  const seat = connectInMemory(world.anotherCore(), { kind: 'test', name: 'poste' })
  const recovery = { cabinetId: world.cabinetId, userId: world.userId('admin'), newPassword }
  const groups = [...world.recoveryGroups]
  const third = groups[2] ?? ''
  const mistyped = groups.with(2, (third[0] === '2' ? '3' : '2') + third.slice(1)).join(' ')
  expect(await seat.call(cabinet.openWithRecoveryKey, { ...recovery, recoveryKey: mistyped })).toMatchObject({
    problem: 'cabinet.wrong-recovery-key',
    data: { reason: 'checksum', group: 3 },
  })
  const recoveryKey = groups.join(' ').toLowerCase()
  const forBruno = { ...recovery, recoveryKey, userId: world.userId('bruno') }
  expect(await seat.call(cabinet.openWithRecoveryKey, forBruno)).toMatchObject({ problem: 'forbidden' })
  expect(await seat.call(cabinet.openWithRecoveryKey, { ...recovery, recoveryKey })).toMatchObject({ ok: true })
  expect((await world.journal()).at(-1)).toMatchObject({
    act: 'session.open-with-recovery-key',
    actor_user_id: world.userId('admin'),
  })
  const { recovery: sheet } = await seat
    .call(cabinet.replaceRecoveryKey, { password: newPassword })
    .then((reply) => (reply.ok ? reply.value : Promise.reject(new Error(reply.problem))))
  await seat.call(cabinet.close, { withBackup: false })
  const old = await seat.call(cabinet.openWithRecoveryKey, { ...recovery, recoveryKey })
  expect(old).toMatchObject({ problem: 'cabinet.wrong-recovery-key', data: { reason: 'not-this-cabinet' } })
  const fresh = { ...recovery, newPassword: `${newPassword} bis`, recoveryKey: sheet.groups.join('-') }
  expect(await seat.call(cabinet.openWithRecoveryKey, fresh)).toMatchObject({ ok: true })
})

test('closing makes the backup that is set, journals it, and the cabinet opens again as it was', async () => {
  await using world = await openWorld()
  const patientId = await world.as('doctor').createPatient()
  await world.onlyStays('doctor')
  const { closed, backup } = await world.as('doctor').must(cabinet.close, { withBackup: true })
  expect([closed, backup]).toEqual([true, 'made'])
  expect(await world.as('doctor').call(patients.open, { patientId })).toMatchObject({ problem: 'cabinet.not-open' })
  expect((await world.journal()).slice(-3).map((entry) => [entry.act, entry.service])).toEqual([
    ['backup.made', 'backup'],
    ['cabinet.close', null],
    ['session.close', 'session-end'],
  ])
  const listed = await world.stranger().call(backups.list, {})
  expect(listed).toMatchObject({
    ok: true,
    value: { backups: [{ patients: 1, cabinetId: world.cabinetId, readable: true }] },
  })
  const open = { cabinetId: world.cabinetId, userId: world.userId('doctor'), password: testPassword }
  const seat = world.stranger()
  expect(await seat.call(cabinet.open, open)).toMatchObject({ ok: true })
  expect(await seat.call(patients.open, { patientId })).toMatchObject({ ok: true })
})

test('a damaged file is named as such, with the backup that can take its place', async () => {
  await using world = await openWorld()
  await world.as('doctor').createPatient()
  await world.onlyStays('doctor')
  await world.as('doctor').must(cabinet.close, { withBackup: true })
  const database = join(world.cabinetFolder, 'cabinet.db')
  const bytes = await readFile(database)
  for (let page = 0; page < bytes.length; page += 4096) bytes.writeUInt8(bytes.readUInt8(page + 100) ^ 0xff, page + 100)
  await writeFile(database, bytes)
  const open = { cabinetId: world.cabinetId, userId: world.userId('doctor'), password: testPassword }
  const reply = await world.stranger().call(cabinet.open, open)
  expect(reply).toMatchObject({
    problem: 'cabinet.damaged',
    data: { latestBackup: { path: expect.stringContaining('.cabsave') } },
  })
  await truncate(database, 0)
  expect(await world.stranger().call(cabinet.open, open)).toMatchObject({ problem: 'cabinet.damaged' })
  await writeFile(join(world.cabinetFolder, 'manifest.json'), 'ceci est un texte')
  await writeFile(join(world.cabinetFolder, 'manifest.copy.json'), '')
  const listed = await world.stranger().call(cabinet.list, {})
  expect(listed).toMatchObject({
    ok: true,
    value: { cabinets: [{ name: 'Cabinet du Tilleul', state: 'unreadable', users: [] }] },
  })
})

test('a manifest that calls real patients invented opens nothing', async () => {
  await using world = await openWorld()
  await world.onlyStays('admin')
  await world.as('admin').must(cabinet.close, { withBackup: false })
  const opening = { cabinetId: world.cabinetId, userId: world.userId('admin'), password: testPassword }
  const names = ['manifest.json', 'manifest.copy.json'].map((name) => join(world.cabinetFolder, name))
  const asWritten = await Promise.all(names.map((name) => readFile(name, 'utf8')))
  for (const [place, name] of names.entries()) {
    const manifest: unknown = JSON.parse(asWritten[place] ?? '')
    await writeFile(name, JSON.stringify(Object.assign({}, manifest, { profile: 'training' })))
  }
  expect(await world.stranger().call(cabinet.open, opening)).toMatchObject({ problem: 'cabinet.damaged' })
  for (const [place, name] of names.entries()) await writeFile(name, asWritten[place] ?? '')
  expect(await world.stranger().call(cabinet.open, opening)).toMatchObject({ ok: true })
})

test('a file damaged while it is open is found out once it is read through, and everybody is told', async () => {
  await using world = await openWorld()
  await world.as('doctor').createPatient()
  const isKnown = async () => (await world.as('doctor').must(sessions.current, {})).session?.cabinetDamaged
  // Whole: what the first round reads and writes would meet the damage before the reading through does.
  await world.timers.tickWhole()
  const database = await openFile(join(world.cabinetFolder, 'cabinet.db'), 'r+')
  const { size } = await database.stat()
  // Several pages: the log may hold a newer one of the first that comes.
  for (let page = 4096 * 8; page < size; page += 4096) await database.write(Buffer.alloc(16, 0x5a), 0, 16, page + 200)
  await database.close()
  expect(await isKnown()).toBe(false)
  world.clock.forward(91_000)
  world.timers.tick()
  await expect.poll(isKnown, { timeout: 20_000 }).toBe(true)
})

test('before the first backup there is none, and an absent folder that somebody chose is said to be', async () => {
  await using world = await openWorld()
  const { settings } = await world.as('admin').must(backups.settings, {})
  await rm(settings.folder, { recursive: true, force: true })
  const found = await world.as('admin').call(backups.list, { folder: settings.folder })
  expect(found).toMatchObject({ ok: true, value: { backups: [] } })
  const absent = join(settings.folder, 'disque débranché')
  expect(await world.as('admin').call(backups.list, { folder: absent })).toMatchObject({ problem: 'backup.unreadable' })
})

test('the scheduled backup is made when its time has passed, and once', async () => {
  await using world = await openWorld()
  const { nextAt } = await world.as('admin').must(backups.settings, {})
  world.clock.forward(Date.parse(nextAt ?? '') - Date.parse(world.clock.now()) + 1_000)
  await world.as('admin').must(sessions.touch, {})
  world.timers.tick()
  const runs = async () => (await world.rowsOf('backup_run')).map((run) => [run.reason, run.outcome])
  await expect.poll(runs, { timeout: 20_000 }).toEqual([['scheduled', 'verified']])
  world.timers.tick()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await world.rowsOf('backup_run')).toHaveLength(1)
})

test('this computer’s keyring opens the file before anybody signs in, who still must', async () => {
  const kept = new Map<string, Uint8Array>()
  const keyring: Keyring = {
    available: async () => true,
    keep: async (name, secret) => void kept.set(name, Uint8Array.from(secret)),
    find: async (name) => kept.get(name) ?? null,
    forget: async (name) => void kept.delete(name),
  }
  await using world = await openWorld({ ports: { keyring } })
  await world.as('admin').must(cabinet.setKeyringSlot, { enabled: true })
  await world.core.dispose()
  const seat = connectInMemory(world.anotherCore(), { kind: 'test', name: 'poste' })
  await expect.poll(async () => (await seat.call(sessions.users, {})).ok).toBe(true)
  expect(await seat.call(patients.counts, {})).toMatchObject({ problem: 'unauthenticated' })
  expect(await seat.call(sessions.unlock, { userId: world.userId('admin'), password: testPassword })).toMatchObject({
    ok: true,
  })
  expect(await seat.call(cabinet.setKeyringSlot, { enabled: false })).toMatchObject({ ok: true })
  expect(kept.size).toBe(0)
})

test('the training cabinet is made once, with people whose passwords open it', async () => {
  await using world = await openWorld()
  await world.onlyStays('admin')
  await world.as('admin').must(cabinet.close, { withBackup: false })
  const seat = world.stranger()
  const prepare = async () => {
    const reply = await seat.call(cabinet.prepareTraining, { patients: 30 })
    if (!reply.ok) throw new Error(reply.problem)
    return endOf(seat, reply.value.jobId)
  }
  const first = await prepare()
  expect(first).toMatchObject({ state: 'done', problem: null })
  expect((await prepare()).result).toEqual(first.result)
  const reply = await seat.call(cabinet.trainingAccounts, {})
  if (!reply.ok) throw new Error(reply.problem)
  const { cabinetId, accounts } = reply.value
  expect(accounts.map(({ displayName, role }) => [displayName, role])).toEqual([
    ['Dr Hélène MARCHAND', 'practitioner'],
    ['Mme Sophie LEROUX', 'secretary'],
    ['Dr Yanis BELKACEM', 'practitioner'],
    ['Dr Paul ESTÈVE', 'locum'],
    ['Dr Paul MARCEAU', 'practitioner'],
    ['Mme Anh NGUYEN', 'secretary'],
    ['Mme Claire VASSEUR', 'administrator'],
  ])
  const seen = new Map<string, number | string>()
  for (const { userId, displayName, password, role } of accounts) {
    const opened = await seat.call(cabinet.open, { cabinetId: cabinetId ?? '', userId, password })
    expect(opened).toMatchObject({ ok: true, value: { session: { profile: 'training' } } })
    const counted = await seat.call(patients.counts, {})
    seen.set(displayName, counted.ok ? counted.value.visible : counted.problem)
    if (role === 'administrator') expect(counted).toMatchObject({ problem: 'forbidden' })
  }
  expect([seen.get('Dr Hélène MARCHAND'), seen.get('Dr Paul MARCEAU')]).toEqual([30, 30])
  // Groups to learn with: the locum and the desk see some of the records.
  for (const limited of ['Dr Paul ESTÈVE', 'Mme Anh NGUYEN']) {
    expect(seen.get(limited)).toBeGreaterThan(0)
    expect(seen.get(limited)).toBeLessThan(30)
  }
  expect(await seat.call(people.list, {})).toMatchObject({ ok: true })
})

test('a training cabinet given up halfway leaves nothing', async () => {
  await using world = await openWorld()
  await world.onlyStays('admin')
  await world.as('admin').must(cabinet.close, { withBackup: false })
  const seat = world.stranger()
  const reply = await seat.call(cabinet.prepareTraining, { patients: 20_000 })
  if (!reply.ok) throw new Error(reply.problem)
  const { jobId } = reply.value
  const patientsPhase = async () => {
    const job = await seat.call(contract.jobs.get, { jobId })
    return job.ok && job.value.job.unit === 'patients'
  }
  await expect.poll(patientsPhase, { timeout: 20_000 }).toBe(true)
  expect(await world.stranger().call(contract.jobs.get, { jobId })).toMatchObject({ problem: 'not-found' })
  expect(await world.stranger().call(contract.jobs.steer, { jobId, to: 'cancel' })).toMatchObject({
    problem: 'not-found',
  })
  expect(await seat.call(contract.jobs.steer, { jobId, to: 'pause' })).toMatchObject({ problem: 'job.not-pausable' })
  expect(await seat.call(contract.jobs.steer, { jobId, to: 'cancel' })).toMatchObject({ ok: true })
  expect(await endOf(seat, jobId)).toMatchObject({ state: 'cancelled', result: null })
  expect(await readdir(world.cabinetsFolder)).toEqual(['Cabinet du Tilleul.cabinet'])
})
