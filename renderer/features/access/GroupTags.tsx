import type { GroupMark } from '#app/features/access/model.ts'
import { InitialsBadge } from '#ui/index.ts'
import classes from './Access.module.css'

/** The groups of a record: badge and « Tag patient », or the group's name where it has no tag. */
export function GroupTags({ groups }: { groups: readonly GroupMark[] }) {
  return groups.map((group) => (
    <span key={group.groupId} className={classes.groupTag} title={group.name}>
      <InitialsBadge small initials={group.initials} color={group.color} />
      <span>{group.patientTag === '' ? group.name : group.patientTag}</span>
    </span>
  ))
}
