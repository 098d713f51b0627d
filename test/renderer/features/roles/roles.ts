import { presetPermissions, roleCode } from '#app/kernel/permissions.ts'
import type { RoleView } from '#app/features/roles/model.ts'
import { roleText } from '#app/text/fr/permissions.ts'

/** The presets as delivered. */
export const presetRoles: readonly RoleView[] = roleCode.options.map((code) => ({
  role: code,
  base: code,
  name: roleText[code],
  description: '',
  isPreset: true,
  isChanged: false,
  permissions: [...presetPermissions[code]],
  people: code === 'secretary' ? 2 : code === 'read-only' ? 0 : 1,
  version: 0,
}))
