import type { RoleCode } from '#app/kernel/permissions.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    role: RoleTable
    role_permission: RolePermissionTable
  }
}

/** A role of the cabinet, or a preset that was changed. */
export interface RoleTable {
  /** The preset's code, or an identifier. */
  role_key: string
  base: RoleCode
  /** `null` for a preset. */
  name: string | null
  description: string
  version: number
  created_at: string
  updated_at: string
  updated_by: string | null
}

/** How a role differs from its preset. */
export interface RolePermissionTable {
  role_key: string
  permission: string
  effect: 'granted' | 'withdrawn'
}
