import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { rpps } from '#app/features/people/model.ts'
import { sessionView } from '#app/features/sessions/model.ts'
import { pscActivity, pscAttempt, pscChannel, pscSettings, pscStage, trainingRequest } from './model.ts'

const noPatient = { patients: 'none', because: 'who signs in, and the settings of the cabinet' } as const
const atTheDoor = { anyone: 'the opening and lock screens of an open cabinet' } as const

const attemptId = z.string().min(1).max(80)

/** Whether this cabinet offers Pro Santé Connect: its proxy is set, or it is the training cabinet. */
export const describePsc = operation({
  name: 'psc.describe',
  kind: 'query',
  needs: 'open-cabinet',
  permission: atTheDoor,
  scope: noPatient,
  audit: { none: 'whether a button is shown' },
  input: z.strictObject({}),
  output: z.object({ offered: z.boolean(), training: z.boolean() }),
  problems: [],
})

/**
 * Has Pro Santé Connect ask somebody who they are, by their own RPPS or one that was typed. Answers at once: the person
 * compares the number on their telephone, and {@link pscProgress} says when they did. Another try of this seat ends.
 */
export const beginPsc = operation({
  name: 'psc.begin',
  kind: 'command',
  needs: 'open-cabinet',
  permission: atTheDoor,
  scope: noPatient,
  audit: { none: 'nobody is in: opening leaves its line' },
  input: z.strictObject({
    cabinetId: id,
    who: z.union([z.strictObject({ userId: id }), z.strictObject({ rpps })]),
    channel: pscChannel,
  }),
  output: pscAttempt,
  problems: ['psc.not-set', 'psc.no-rpps', 'cabinet.wait'],
})

/**
 * Where a try is: answers when it changes, or after some seconds. A try that failed says why, once. `activities`: those the
 * person has, when approved.
 */
export const pscProgress = operation({
  name: 'psc.progress',
  kind: 'query',
  needs: 'open-cabinet',
  permission: atTheDoor,
  scope: noPatient,
  audit: { none: 'nobody is in: opening leaves its line' },
  input: z.strictObject({ attemptId }),
  output: z.object({ stage: pscStage, activities: z.array(pscActivity) }),
  problems: [
    'psc.attempt-over',
    'psc.unknown-person',
    'psc.already-open',
    'psc.refused',
    'psc.expired',
    'psc.other-person',
    'psc.unavailable',
  ],
})

/**
 * Opens the session of the person who approved, at this seat, in place of whoever was. `activity`: the place of the one
 * they work in now among those of {@link pscProgress}, kept for the session; must be given where there are several.
 */
export const enterWithPsc = operation({
  name: 'psc.enter',
  kind: 'command',
  needs: 'open-cabinet',
  permission: atTheDoor,
  scope: noPatient,
  audit: 'session.open-with-psc',
  input: z.strictObject({ attemptId, activity: z.int().min(0).max(99).nullable() }),
  output: z.object({ session: sessionView }),
  problems: ['psc.attempt-over', 'psc.not-a-user', 'psc.activity-needed'],
})

/** Gives a try up; what was opened at the proxy is closed there. Nothing happens when there is none. */
export const cancelPsc = operation({
  name: 'psc.cancel',
  kind: 'command',
  needs: 'open-cabinet',
  permission: atTheDoor,
  scope: noPatient,
  audit: { none: 'nobody is in' },
  input: z.strictObject({ attemptId }),
  output: z.object({ cancelled: z.literal(true) }),
  problems: [],
})

/** Where this cabinet's proxy is. */
export const getPscSettings = operation({
  name: 'psc.settings',
  kind: 'query',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: noPatient,
  audit: { none: 'settings hold no patient' },
  input: z.strictObject({}),
  output: z.object({ settings: pscSettings, version: z.int().min(0), training: z.boolean() }),
  problems: [],
})

/** Changes where this cabinet's proxy is; refused in the training cabinet, which has its own. */
export const updatePscSettings = operation({
  name: 'psc.updateSettings',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: noPatient,
  audit: 'psc.configure',
  input: z.strictObject({ settings: pscSettings, expectedVersion: z.int().min(0) }),
  output: z.object({ settings: pscSettings, version }),
  problems: ['edit.conflict', 'psc.address-refused', 'psc.training-only'],
})

/** What waits on the telephone of the training cabinet; nothing in any other. */
export const trainingRequests = operation({
  name: 'psc.trainingRequests',
  kind: 'query',
  needs: 'open-cabinet',
  permission: { anyone: 'the telephone of the training cabinet' },
  scope: noPatient,
  audit: { none: 'invented people only' },
  input: z.strictObject({}),
  output: z.object({ requests: z.array(trainingRequest) }),
  problems: ['psc.unavailable'],
})

/** Approves or refuses on the telephone of the training cabinet; there is none in any other. */
export const answerTraining = operation({
  name: 'psc.answerTraining',
  kind: 'command',
  needs: 'open-cabinet',
  permission: { anyone: 'the telephone of the training cabinet' },
  scope: noPatient,
  audit: { none: 'invented people only' },
  input: z.strictObject({ requestId: z.string().min(1).max(80), approve: z.boolean() }),
  output: z.object({ answered: z.boolean() }),
  problems: ['psc.unavailable'],
})

/** The operations of `psc`, by the second part of their name. */
export const pscContract = {
  describe: describePsc,
  begin: beginPsc,
  progress: pscProgress,
  enter: enterWithPsc,
  cancel: cancelPsc,
  settings: getPscSettings,
  updateSettings: updatePscSettings,
  trainingRequests,
  answerTraining,
}
