import { IconCreditCard, IconHourglass, IconMasksTheater } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { ReadBeneficiary, VitalePrefill, VitaleReading } from '#app/features/vitale/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { vitaleText as text } from '#app/text/fr/vitale.ts'
import { useSession } from '#renderer/client/index.ts'
import { InsMarks, namesInUse, writtenDate } from '#renderer/features/patients/index.ts'
import { TrainingReaderButton } from '#renderer/features/training-reader/index.ts'
import { Block, Button, Dialog, Tag, useSlow } from '#ui/index.ts'
import { ChoiceList } from './ChoiceList.tsx'
import { Comparison } from './Comparison.tsx'
import { sayWaiting } from './sight.ts'
import { type OfReading, useVitaleSearch, type VitaleSearch } from './useVitaleSearch.ts'
import classes from './Vitale.module.css'

/** What a search with the card leads to. */
export interface VitaleDialogProps {
  readonly onOpen: (patientId: string, of: OfReading) => void
  /** « Nouveau dossier », with what the card says. */
  readonly onFillIn: (prefill: VitalePrefill, of: OfReading) => void
  readonly onClose: () => void
}

/** « Rechercher avec la carte Vitale »: waits for the card, reads it, and opens the record it is about. */
export function VitaleDialog({ onOpen, onFillIn, onClose }: VitaleDialogProps) {
  const search = useVitaleSearch({ open: onOpen, fillIn: onFillIn, close: onClose })
  const { step, problem } = search
  if (step.kind === 'differs') return <Comparison {...step} onClose={onClose} />
  return (
    <Dialog title={titleOf(search)} onClose={onClose} width={520} footer={<Footer search={search} onClose={onClose} />}>
      <Body search={search} />
      {problem === null || step.kind === 'failed' ? null : (
        <Block tone="warning" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
    </Dialog>
  )
}

function titleOf({ step }: VitaleSearch): string {
  if (step.kind === 'people') return text.beneficiaries.title
  if (step.kind === 'records') return text.matches.title(nameOf(step.person))
  return step.kind === 'nobody' ? text.none.title(nameOf(step.person)) : text.search
}

function nameOf(person: ReadBeneficiary): string {
  const name = person.usedName === '' ? person.birthName : person.usedName
  const whole = `${name} ${person.firstName}`.trim()
  return whole === '' ? text.beneficiaries.noName : whole
}

function bornOf({ birthDate, possibleBirthDates }: ReadBeneficiary): string {
  const { beneficiaries } = text
  if (birthDate !== null) return beneficiaries.bornOn(writtenDate(birthDate))
  if (possibleBirthDates.length === 0) return beneficiaries.noBirthDate
  return beneficiaries.bornOneOf(possibleBirthDates.map((date) => writtenDate(date)))
}

function Body({ search }: { readonly search: VitaleSearch }) {
  const { step, seat } = search
  const training = useSession().profile === 'training'
  if (step.kind === 'waiting') {
    const { text: waiting, goesOn } = sayWaiting(seat, { training })
    return (
      <>
        <p className={classes['waiting']} role="status">
          <IconCreditCard size={28} stroke={1.5} aria-hidden="true" />
          {waiting}
        </p>
        {goesOn ? <p className={classes['quiet']}>{text.waiting.goesOn}</p> : null}
      </>
    )
  }
  if (step.kind === 'reading') return <Reading />
  if (step.kind === 'failed') {
    return (
      <Block tone="error" announce="assertive">
        {sayRefusal(step.problem)}
      </Block>
    )
  }
  if (step.kind === 'people') return <People search={search} reading={step.reading} />
  if (step.kind === 'records') return <Records search={search} {...step} />
  return step.kind === 'nobody' ? <Nobody {...step} /> : null
}

/** A quick reading never flashes. */
function Reading() {
  const isSlow = useSlow(true)
  return (
    <p className={classes['waiting']} role="status">
      {isSlow ? (
        <>
          <IconHourglass size={28} stroke={1.5} aria-hidden="true" />
          {text.reading}
        </>
      ) : null}
    </p>
  )
}

function Demonstration({ reading }: { readonly reading: VitaleReading }) {
  const { profile } = useSession()
  // A training cabinet reads no other, and says so at its head.
  if (!reading.demonstration || profile === 'training') return null
  return (
    <p>
      <Tag tone="violet" icon={IconMasksTheater}>
        {text.demonstration}
      </Tag>
    </p>
  )
}

function People({ search, reading }: { readonly search: VitaleSearch; readonly reading: VitaleReading }) {
  const { beneficiaries } = text
  const lines = reading.beneficiaries.map((person) => ({
    key: String(person.index),
    content: (
      <>
        <span className={classes['names']}>{nameOf(person)}</span>
        {person.insured === true ? <Tag>{beneficiaries.insured}</Tag> : null}
        {person.matches.length === 0 ? (
          <Tag tone="warning">{beneficiaries.unknown}</Tag>
        ) : (
          <Tag tone="success">{beneficiaries.known(person.matches.length)}</Tag>
        )}
        <span className={classes['facts']}>
          {[
            bornOf(person),
            person.birthRank === null || person.birthRank === 1 ? '' : beneficiaries.rank(person.birthRank),
          ]
            .filter((fact) => fact !== '')
            .join(' · ')}
        </span>
      </>
    ),
  }))
  return (
    <>
      <Demonstration reading={reading} />
      <ChoiceList
        label={beneficiaries.list}
        lines={lines}
        onChoose={(index) => {
          const person = reading.beneficiaries[index]
          if (person !== undefined) search.choosePerson(reading, person)
        }}
      />
      <p className={classes['quiet']}>{beneficiaries.hint}</p>
    </>
  )
}

function Records(props: {
  readonly search: VitaleSearch
  readonly reading: VitaleReading
  readonly person: ReadBeneficiary
}) {
  const { search, reading, person } = props
  const lines = person.matches.map(({ patient, reason }) => {
    const { name, firstName } = namesInUse({ ...patient, firstName: patient.birthFirstName })
    return {
      key: patient.patientId,
      content: (
        <>
          <span className={classes['names']}>
            {name} {firstName}
          </span>
          <Tag tone={reason === 'close' ? 'warning' : 'neutral'}>{text.matches.reasons[reason]}</Tag>
          <InsMarks state={patient} />
          <span className={classes['facts']}>
            {`${writtenDate(patient.birthDate)} · ${text.matches.fileNumber(patient.fileNumber)}`}
          </span>
        </>
      ),
    }
  })
  return (
    <>
      <p className={classes['quiet']}>{bornOf(person)}</p>
      <ChoiceList
        label={text.matches.list}
        lines={lines}
        onChoose={(index) => {
          const match = person.matches[index]
          if (match !== undefined) search.chooseRecord(reading, person, match)
        }}
      />
    </>
  )
}

function Nobody({ reading, person }: { readonly reading: VitaleReading; readonly person: ReadBeneficiary }) {
  const session = useSession()
  return (
    <>
      <Demonstration reading={reading} />
      <p className={classes['quiet']}>{bornOf(person)}</p>
      <p>{session.permissions.includes('patient.create') ? text.none.text : text.none.mayNot}</p>
    </>
  )
}

function Footer({ search, onClose }: { readonly search: VitaleSearch; readonly onClose: () => void }) {
  const { step, seat } = search
  const { profile } = useSession()
  const awaitsCard = step.kind === 'waiting' || step.kind === 'failed'
  const way = useRef<HTMLButtonElement>(null)
  // What had the focus is away: the safe way out has it, never what creates.
  useEffect(() => {
    if (step.kind === 'nobody' || step.kind === 'failed') way.current?.focus()
  }, [step.kind])
  return (
    <>
      {step.kind === 'records' || step.kind === 'nobody' ? (
        <BackToPeople search={search} reading={step.reading} />
      ) : null}
      {awaitsCard && profile === 'training' && seat.status === 'ready' ? <TrainingReaderButton /> : null}
      <Button ref={way} size="dialog" keys="Escape" autoFocus={step.kind === 'waiting'} onClick={onClose}>
        {text.close}
      </Button>
      {step.kind === 'failed' ? (
        <Button sends size="dialog" kind="primary" onClick={search.again}>
          {text.retry}
        </Button>
      ) : null}
      {step.kind === 'records' || step.kind === 'nobody' ? (
        <Creation search={search} reading={step.reading} person={step.person} />
      ) : null}
    </>
  )
}

function BackToPeople({ search, reading }: { readonly search: VitaleSearch; readonly reading: VitaleReading }) {
  if (reading.beneficiaries.length === 1) return null
  return (
    <Button size="dialog" onClick={() => search.show({ kind: 'people', reading })}>
      {text.none.back}
    </Button>
  )
}

/** One button, or one a century where the card leaves it out. */
function Creation(props: {
  readonly search: VitaleSearch
  readonly reading: VitaleReading
  readonly person: ReadBeneficiary
}) {
  const { search, reading, person } = props
  const session = useSession()
  if (!session.permissions.includes('patient.create')) return null
  const kind = search.step.kind === 'nobody' ? 'primary' : 'plain'
  if (person.possibleBirthDates.length < 2) {
    const [only] = person.possibleBirthDates
    return (
      <Button
        sends
        size="dialog"
        kind={kind}
        disabled={search.busy}
        onClick={() => search.create(reading, person, only)}
      >
        {kind === 'primary' ? text.none.create : text.matches.createInstead}
      </Button>
    )
  }
  return (
    <>
      {person.possibleBirthDates.map((date) => (
        <Button
          key={date}
          sends
          size="dialog"
          disabled={search.busy}
          onClick={() => search.create(reading, person, date)}
        >
          {text.none.createBornIn(date.slice(0, 4))}
        </Button>
      ))}
    </>
  )
}
