import { useViewportSize } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { Suspense } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { recordText } from '#app/text/fr/record.ts'
import { useDesk, useSession } from '#renderer/client/index.ts'
import { RecordGroups } from '#renderer/features/access/index.ts'
import { SummaryBlock } from '#renderer/features/forms/index.ts'
import { InsiInvitation } from '#renderer/features/identity/index.ts'
import { InsIcon, shownPhone, tagTone, usePaneSize, writtenDate } from '#renderer/features/patients/index.ts'
import { IconButton } from '#ui/Button.tsx'
import { Tag } from '#ui/Mark.tsx'
import { Splitter } from '#ui/Panes.tsx'
import { AllergyStrip } from './allergies.tsx'
import { AllergiesBlock, summaryParts } from './parts.tsx'
import { PartBoundary } from './PartBoundary.tsx'
import classes from './Record.module.css'

const text = recordText.summary

/** Below this width of the window the summary is folded until the person unfolds it (README of the design, §3). */
const unfoldedFrom = 1200
const wideFrom = 1600

/** « Résumé du dossier » (DOS-1): what is known of the person outside any act. */
export function SummaryPane(props: {
  readonly record: PatientRecord
  readonly onLost: () => void
  /** « Qualifier l’INS », in the état civil. */
  readonly onIdentity: () => void
}) {
  const { record, onLost, onIdentity } = props
  const desk = useDesk()
  const viewport = useViewportSize()
  const folded = desk.size('record.summary.folded', viewport.width > 0 && viewport.width < unfoldedFrom ? 1 : 0) === 1
  const [width, resize] = usePaneSize('record.summary', viewport.width >= wideFrom ? 280 : 244)
  const fold = (on: boolean) => desk.keepSize('record.summary.folded', on ? 1 : 0)
  if (folded) {
    return (
      <aside className={classes['strip']} aria-label={text.region} data-region>
        <IconButton label={text.unfold} icon={IconChevronRight} expanded={false} onClick={() => fold(false)} />
        <button
          type="button"
          title={sayStatus(record)}
          aria-label={identityPanelText.summary.open(sayStatus(record))}
          className={classes['stripIcon']}
          onClick={onIdentity}
        >
          <InsIcon status={record.insStatus} ko={record.insKo} size={16} />
        </button>
        <AllergyStrip patientId={record.patientId} />
      </aside>
    )
  }
  return (
    <>
      <aside className={classes['summary']} aria-label={text.region} style={{ width }} data-region>
        <div className={classes['summaryHead']}>
          <h2>{text.region}</h2>
          <IconButton size="small" label={text.fold} icon={IconChevronLeft} expanded onClick={() => fold(true)} />
        </div>
        <RecordGroups patientId={record.patientId} onLost={onLost} />
        <Sections record={record} wide={viewport.width >= wideFrom} onIdentity={onIdentity} />
      </aside>
      <Splitter axis="horizontal" pane="before" size={width} min={200} max={420} snaps={[244, 280]} onChange={resize} />
    </>
  )
}

function Sections(props: { readonly record: PatientRecord; readonly wide: boolean; readonly onIdentity: () => void }) {
  const { record, wide, onIdentity } = props
  const { fields } = record
  const feminine = fields.sex === 'F'
  const phones = [fields.mobile, fields.phone, fields.otherPhone].filter((phone) => phone !== '').map(shownPhone)
  const address = [
    fields.addressLine,
    fields.addressComplement,
    `${fields.postalCode} ${fields.town}`.trim(),
    // Abroad only: a practice writes to its own country without naming it.
    fields.country.toLocaleUpperCase('fr') === 'FRANCE' ? '' : fields.country,
  ]
  const contact = [phones.join(' · '), ...address, fields.email].filter((line) => line !== '')
  const maritals = fields.sex === 'I' ? patientsText.maritalStatuses : patientsText.maritalStatusesOf[fields.sex]
  const marital = fields.maritalStatus === null ? '' : maritals[fields.maritalStatus]
  const place =
    fields.birthPlaceText === '' || fields.birthPlaceText === record.birthPlaceName
      ? record.birthPlaceName
      : `${fields.birthPlaceText}, ${record.birthPlaceName}`
  const situation = [
    text.birth(feminine, writtenDate(fields.birthDate), place),
    [marital, fields.profession].filter((part) => part !== '').join(' · '),
    fields.attendingPhysician.name === '' ? text.noPhysician : text.attendingPhysician(fields.attendingPhysician.name),
  ].filter((line) => line !== '')
  const marks = [
    ...(fields.rcp ? [text.rcp] : []),
    ...(fields.vsmReminderOn === null ? [] : [text.vsmReminder(writtenDate(fields.vsmReminderOn))]),
  ]
  return (
    <>
      <SummaryBlock id="contact" title={text.contact}>
        <Lines lines={contact} nothing={text.noContact} />
      </SummaryBlock>
      <SummaryBlock id="situation" title={text.situation}>
        <Lines lines={situation} nothing={text.noSituation} />
      </SummaryBlock>
      <button
        type="button"
        className={classes['insLine']}
        data-ko={record.insKo}
        aria-label={identityPanelText.summary.open(text.insStatus(sayStatus(record)))}
        onClick={onIdentity}
      >
        <InsIcon status={record.insStatus} ko={record.insKo} size={14} />
        {sayStatus(record)}
      </button>
      <InsiInvitation record={record} onIdentity={onIdentity} />
      <Clinical patientId={record.patientId} wide={wide} />
      {record.tags.length === 0 && marks.length === 0 ? null : (
        <SummaryBlock id="tags" title={text.tags}>
          <div className={classes['tags']}>
            {record.tags.map((tag) => (
              <Tag key={tag.tagId} tone={tagTone(tag.color)}>
                {tag.name}
              </Tag>
            ))}
            {marks.map((mark) => (
              <Tag key={mark}>{mark}</Tag>
            ))}
          </div>
        </SummaryBlock>
      )}
      {fields.comments.trim() === '' ? null : (
        <SummaryBlock id="comments" title={text.comments}>
          <p className={classes['comments']}>{fields.comments}</p>
        </SummaryBlock>
      )}
    </>
  )
}

/** « INS : Identité qualifiée », or what makes it one to look at. */
function sayStatus({ insKo, insStatus }: PatientRecord): string {
  return insKo ? patientsText.insKo : text.insStatus(patientsText.insStatuses[insStatus])
}

/** What the slices say of the patient: allergies first, which never fold. */
function Clinical({ patientId, wide }: { patientId: string; wide: boolean }) {
  const { permissions } = useSession()
  return (
    <>
      {permissions.includes('record.read') ? (
        <PartBoundary>
          <Suspense>
            <AllergiesBlock patientId={patientId} />
          </Suspense>
        </PartBoundary>
      ) : null}
      {summaryParts
        .filter((part) => permissions.includes(part.needs) && (wide || part.wide !== true))
        .map(({ id, Block }) => (
          <PartBoundary key={id}>
            <Suspense>
              <Block patientId={patientId} />
            </Suspense>
          </PartBoundary>
        ))}
    </>
  )
}

function Lines({ lines, nothing }: { lines: readonly string[]; nothing: string }) {
  if (lines.length === 0) return <p className={classes['quiet']}>{nothing}</p>
  return (
    <>
      {lines.map((line) => (
        <p key={line} className={classes['line']}>
          {line}
        </p>
      ))}
    </>
  )
}
