import { IconChevronDown, IconTag, IconUsersGroup } from '@tabler/icons-react'
import { memo } from 'react'
import { listGroupMarks } from '#app/features/access/contract.ts'
import { listTags } from '#app/features/patients/contract.ts'
import type { PatientFilters } from '#app/features/patients/model.ts'
import { patientsListText } from '#app/text/fr/patients-list.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Button, type Icon } from '#ui/Button.tsx'
import { FilterChip } from '#ui/Mark.tsx'
import { Menu } from '#ui/Menu.tsx'
import classes from './PatientList.module.css'
import type { RowsView } from './patient-rows.ts'
import type { ListCounts } from './usePatientList.ts'

const text = patientsListText.filters

/** Preset filters with what each would leave. */
export const ListFilters = memo(function ListFilters(props: {
  readonly filters: PatientFilters
  readonly counts: ListCounts | undefined
  readonly setFilters: (filters: PatientFilters) => void
  /** « Identités à revoir… ». */
  readonly onIdentities: (() => void) | undefined
}) {
  const { filters, counts, setFilters, onIdentities } = props
  const tags = useLiveQuery(listTags, {}, { kinds: ['tag'] })
  const access = useLiveQuery(listGroupMarks, {}, { kinds: ['access-group', 'person'] })
  const groups = access.value?.enabled === true ? access.value.groups : []
  const toggle = (key: 'rcp' | 'vsmReminder' | 'insKo') => (on: boolean) =>
    setFilters(withFilter(filters, key, on ? true : undefined))
  const count = (value: number | undefined) =>
    value === undefined || value === 0 ? {} : { count: patientsListText.fileNumber(value) }
  return (
    <>
      <FilterChip label={text.rcp} pressed={filters.rcp === true} onChange={toggle('rcp')} {...count(counts?.rcp)} />
      <FilterChip
        label={text.vsmReminder}
        pressed={filters.vsmReminder === true}
        onChange={toggle('vsmReminder')}
        {...count(counts?.vsmReminder)}
      />
      <FilterChip
        label={text.insKo}
        pressed={filters.insKo === true}
        onChange={toggle('insKo')}
        {...count(counts?.insKo)}
      />
      {onIdentities === undefined ? null : (
        <Button kind="bare" size="small" onClick={onIdentities}>
          {text.identities}
        </Button>
      )}
      <span className={classes['parting']} />
      <ChoiceMenu
        icon={IconTag}
        all={text.tagAll}
        one={text.tagOne}
        chosen={filters.tagId}
        options={(tags.value?.tags ?? []).map((tag) => ({ id: tag.tagId, name: tag.name }))}
        onChoose={(tagId) => setFilters(withFilter(filters, 'tagId', tagId))}
      />
      {groups.length > 1 ? (
        <ChoiceMenu
          icon={IconUsersGroup}
          all={text.accessGroupAll}
          one={text.accessGroupOne}
          chosen={filters.accessGroupId}
          options={groups.map((group) => ({ id: group.groupId, name: group.name }))}
          onChoose={(groupId) => setFilters(withFilter(filters, 'accessGroupId', groupId))}
        />
      ) : null}
      <FilterChip
        label={text.hidden}
        pressed={filters.includeHidden !== true}
        onChange={(hide) => setFilters(withFilter(filters, 'includeHidden', hide ? undefined : true))}
      />
    </>
  )
})

function withFilter<K extends keyof PatientFilters>(
  filters: PatientFilters,
  key: K,
  value: PatientFilters[K] | undefined,
): PatientFilters {
  const { [key]: _left, ...others } = filters
  return value === undefined ? others : { ...others, [key]: value }
}

function ChoiceMenu(props: {
  readonly icon: Icon
  readonly all: string
  readonly one: (name: string) => string
  readonly chosen: string | undefined
  readonly options: readonly { readonly id: string; readonly name: string }[]
  readonly onChoose: (id: string | undefined) => void
}) {
  const { icon: Drawing, chosen, options } = props
  const name = options.find((option) => option.id === chosen)?.name
  const items = [
    { id: 'all', label: props.all, checked: chosen === undefined, onSelect: () => props.onChoose(undefined) },
    ...options.map((option) => ({
      id: option.id,
      label: option.name,
      checked: option.id === chosen,
      onSelect: () => props.onChoose(option.id),
    })),
  ]
  return (
    <Menu groups={[{ items }]}>
      <button type="button" className={classes['menuButton']} data-on={name !== undefined} aria-haspopup="menu">
        <Drawing size={14} stroke={1.75} aria-hidden="true" />
        {name === undefined ? props.all : props.one(name)}
        <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
      </button>
    </Menu>
  )
}

/** « 21 dossiers sur 12 408 »; what readers are told is the count at rest, not each keystroke's. */
export function FoundCount({ view }: { view: RowsView }) {
  if (view.shown === null) return <span className={classes['count']} />
  return (
    <>
      <span className={`${classes['count'] ?? ''} co-tabular`}>
        <strong>{patientsListText.found(view.total, view.totalIsExact)}</strong>
        {view.total === view.visible && view.totalIsExact ? null : patientsListText.among(view.visible)}
        {view.late ? patientsListText.searching : null}
      </span>
      <span className="co-hidden" role="status">
        {view.late ? '' : patientsListText.announced(view.total, view.totalIsExact)}
      </span>
    </>
  )
}
