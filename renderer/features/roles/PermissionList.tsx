import {
  administering,
  type Permission,
  type PermissionClass,
  permissionClass,
  permissions,
} from '#app/kernel/permissions.ts'
import { permissionGroups, permissionText, type PermissionGroup } from '#app/text/fr/permissions.ts'
import { rolesText as fr } from '#app/text/fr/roles.ts'
import { Block, Checkbox } from '#ui/index.ts'
import classes from './Roles.module.css'
import { isShut, permissionNeeds, withPermission } from './role-values.ts'

const parts = ['clinical', 'privileged', 'general'] as const satisfies readonly PermissionClass[]
const groups = Object.keys(permissionGroups) as PermissionGroup[]

/** What a role allows, by part of the program: care on one side, administration on the other, never both. */
export function PermissionList(props: {
  readonly chosen: readonly string[]
  readonly onChange: (permissions: readonly Permission[]) => void
  readonly readOnly: boolean
  /** Privileged permissions that this role may not lose. */
  readonly keepsAdministration: boolean
}) {
  return (
    <>
      <div className={classes.apart}>
        <Block tone="info" announce="off">
          {fr.apart}
        </Block>
      </div>
      {parts.map((part) => (
        <Part key={part} {...props} part={part} />
      ))}
    </>
  )
}

function Part(props: Parameters<typeof PermissionList>[0] & { readonly part: PermissionClass }) {
  const { part, chosen, onChange } = props
  const shut = isShut(chosen, part)
  const kept = part === 'privileged' && props.keepsAdministration
  const closed = props.readOnly || shut || kept
  const reason = kept ? fr.keepsAdministration : shut && part !== 'general' ? fr.takeOff[part] : null
  return (
    <fieldset className={classes.part} disabled={closed}>
      <legend>{fr.parts[part]}</legend>
      {reason === null ? null : <p className={classes.shut}>{reason}</p>}
      {groups.map((group) => {
        const inGroup = permissions.filter(
          (permission) => permissionClass[permission] === part && permissionText[permission].group === group,
        )
        return inGroup.length === 0 ? null : (
          <div key={group}>
            <h4>{permissionGroups[group]}</h4>
            {inGroup.map((permission) => (
              <div key={permission} className={classes.permission} data-field={permission}>
                <Checkbox
                  label={permissionText[permission].name}
                  hint={meaningOf(permission)}
                  checked={chosen.includes(permission)}
                  disabled={closed || (props.keepsAdministration && isKept(permission))}
                  onChange={(on) => onChange(withPermission(chosen, permission, on))}
                />
              </div>
            ))}
          </div>
        )
      })}
    </fieldset>
  )
}

/** Whether the role on which every cabinet rests keeps a permission, whatever its class. */
function isKept(permission: Permission): boolean {
  return (administering as readonly Permission[]).includes(permission)
}

function meaningOf(permission: Permission): string {
  const needed = permissionNeeds[permission]
  const { meaning } = permissionText[permission]
  return needed === undefined ? meaning : `${meaning} ${fr.needs(permissionText[needed].name)}`
}
