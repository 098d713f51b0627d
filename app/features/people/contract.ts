import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { passwordText, personFields, personView } from './model.ts'

/**
 * Access groups of the user, beside « Public » (which follows `seesAllPatients`) and their own if they practise, which they
 * keep. Left out: those they have.
 */
const groupIds = z.array(id).max(200).optional()

const noPatient = { patients: 'none', because: 'users of the cabinet only' } as const

/** Users of the cabinet, alphabetical. */
export const listPeople = operation({
  name: 'people.list',
  kind: 'query',
  needs: 'active-session',
  permission: 'people.read',
  scope: noPatient,
  audit: { none: 'a list of colleagues shows no patient' },
  input: z.strictObject({}),
  output: z.object({ people: z.array(personView) }),
  problems: [],
})

/** Adds a user with a first password, which is a key slot of the cabinet. A locum has a last day. */
export const createPerson = operation({
  name: 'people.create',
  kind: 'command',
  needs: 'active-session',
  permission: 'people.configure',
  scope: noPatient,
  audit: 'person.create',
  input: z.strictObject({ fields: personFields, password: passwordText, groupIds }),
  output: z.object({ person: personView }),
  problems: ['password.too-weak', 'person.rpps-taken', 'person.validity-needed'],
})

/**
 * Corrects a user; what they may do and see changes at their next operation. Somebody who may administer the cabinet is
 * always left, with a password and without a last day.
 */
export const updatePerson = operation({
  name: 'people.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'people.configure',
  scope: noPatient,
  audit: 'person.update',
  input: z.strictObject({ userId: id, expectedVersion: version, fields: personFields, groupIds }),
  output: z.object({ person: personView }),
  problems: ['edit.conflict', 'person.last-administrator', 'person.rpps-taken', 'person.validity-needed'],
})

/** Closes or reopens a user's access. Closing removes their key slot and ends their sessions. */
export const setPersonActive = operation({
  name: 'people.setActive',
  kind: 'command',
  needs: 'active-session',
  permission: 'people.configure',
  scope: noPatient,
  audit: 'person.set-active',
  input: z.strictObject({ userId: id, expectedVersion: version, active: z.boolean() }),
  output: z.object({ person: personView }),
  problems: ['edit.conflict', 'person.last-administrator'],
})

/**
 * Gives another user a new password (forgotten, or first after a recovery). Their old one no longer opens anything.
 * Refused for oneself: `people.changeOwnPassword` asks for the present one.
 */
export const resetPassword = operation({
  name: 'people.resetPassword',
  kind: 'command',
  needs: 'active-session',
  permission: 'people.configure',
  scope: noPatient,
  audit: 'person.reset-password',
  input: z.strictObject({ userId: id, password: passwordText }),
  output: z.object({ person: personView }),
  problems: ['password.too-weak', 'person.own-password'],
})

/** Changes one's own password, the present one being given. */
export const changeOwnPassword = operation({
  name: 'people.changeOwnPassword',
  kind: 'command',
  needs: 'active-session',
  permission: { anyone: 'a person may always change their own password' },
  scope: noPatient,
  audit: 'person.change-own-password',
  input: z.strictObject({ presentPassword: passwordText, newPassword: passwordText }),
  output: z.object({ changed: z.literal(true) }),
  problems: ['password.too-weak', 'password.wrong'],
})

/** The operations of `people`, by the second part of their name. */
export const peopleContract = {
  list: listPeople,
  create: createPerson,
  update: updatePerson,
  setActive: setPersonActive,
  resetPassword,
  changeOwnPassword,
}
