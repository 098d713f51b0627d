import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { getVaccination } from '#app/features/vaccinations/contract.ts'
import { sayPartialDate } from '#app/text/fr/antecedent-words.ts'
import { sayDayAndHour } from '#app/text/fr/common.ts'
import { sayValences, vaccinationLine } from '#app/text/fr/vaccination-words.ts'
import { vaccinationsText } from '#app/text/fr/vaccinations.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { ReaderHead, type ReaderProps, Refusal } from '#renderer/features/forms/index.ts'
import { Button, DescriptionList, IconButton, Skeleton } from '#ui/index.ts'
import { useVaccinationActs } from './useVaccinationActs.ts'
import { VaccinationPanel } from './VaccinationPanel.tsx'
import classes from './Vaccinations.module.css'

const fr = vaccinationsText

/** One vaccination, in the reading pane: corrected where it is read. */
export default function VaccinationReader({ patientId, entryId: vaccinationId, onRemoved }: ReaderProps) {
  const mayWrite = useSession().permissions.includes('record.write')
  const answer = useLiveQuery(
    getVaccination,
    { patientId, vaccinationId },
    { kinds: ['clinical'], about: patientId, freshOnMount: true },
  )
  const acts = useVaccinationActs(patientId)
  const [isChanged, setChanged] = useState(false)
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined || answer.former) return <Skeleton lines={5} />
  const { vaccination } = answer.value
  const { fields } = vaccination
  const known = [
    { term: fr.fields.valences, value: sayValences(fields.valences) },
    { term: fr.fields.date, value: sayPartialDate(fields.givenOn) },
    { term: fr.fields.rank, value: fields.rank },
    { term: fr.fields.lot, value: fields.lot },
    { term: fr.fields.site, value: fields.site === null ? '' : fr.sites[fields.site] },
    { term: fr.fields.route, value: fields.route === null ? '' : fr.routes[fields.route] },
    { term: fr.fields.givenBy, value: fields.declared ? fr.fields.declared : fields.givenBy },
    { term: fr.fields.comment, value: fields.comment },
  ]
  const remove = async () => {
    if (await acts.remove(vaccination)) onRemoved()
  }
  return (
    <article className={classes['reader']} aria-label={vaccinationLine(fields)}>
      <ReaderHead
        title={vaccinationLine(fields)}
        detail={`${vaccination.recordedBy} · ${sayDayAndHour(vaccination.recordedAt)}`}
        actions={
          mayWrite ? (
            <>
              <Button size="small" icon={IconPencil} onClick={() => setChanged(true)}>
                {fr.change}
              </Button>
              <IconButton size="small" framed icon={IconTrash} label={fr.remove} onClick={() => void remove()} />
            </>
          ) : undefined
        }
      />
      <section
        className={classes['body']}
        aria-label={vaccinationLine(fields)}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        {acts.failure === null || isChanged ? null : <Refusal problem={acts.failure} />}
        {isChanged ? (
          <VaccinationPanel
            patientId={patientId}
            start={fields}
            isKnown
            onSave={(next) => acts.save(next, vaccination)}
            onClose={() => setChanged(false)}
          />
        ) : (
          <DescriptionList entries={known.filter(({ value }) => value !== '')} />
        )}
      </section>
    </article>
  )
}
