import { z } from 'zod'
import { version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { cabinetSettings } from './model.ts'

const none = { patients: 'none', because: 'settings of the cabinet' } as const

/** The cabinet's own settings. */
export const getSettings = operation({
  name: 'settings.get',
  kind: 'query',
  needs: 'active-session',
  permission: { anyone: 'name and address of one’s own cabinet' },
  scope: none,
  audit: { none: 'settings hold no patient' },
  input: z.strictObject({}),
  output: z.object({ settings: cabinetSettings, version }),
  problems: [],
})

/** Changes the cabinet's settings. */
export const updateSettings = operation({
  name: 'settings.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: none,
  audit: 'settings.update',
  input: z.strictObject({ settings: cabinetSettings, expectedVersion: version }),
  output: z.object({ settings: cabinetSettings, version }),
  problems: ['edit.conflict'],
})

/** The operations of `settings`, by the second part of their name. */
export const settingsContract = { get: getSettings, update: updateSettings }
