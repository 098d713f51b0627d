import { useId } from 'react'
import type { StrictTraits } from '#app/features/identity/model.ts'
import {
  asksForBirthName,
  type Emptiness,
  type InsiQuery,
  retries,
  searchSequence,
} from '#app/features/identity/rules/ladder.ts'
import { insiTraits, traitWarnings } from '#app/features/identity/rules/traits.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import type { ReadBeneficiary } from '#app/features/vitale/model.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { isChild, writtenDate } from '#renderer/features/patients/index.ts'
import { Block, Button, Radio } from '#ui/index.ts'
import classes from './Identity.module.css'
import type { IdentityPanel } from './useIdentityPanel.ts'
import type { InsiCall } from './useInsiCall.ts'

const fr = identityPanelText.call

/** By what INSi is asked. */
export type Way = 'card' | 'traits'

/** « Appel INSi »: by the card or by traits, as they will be sent; then, when nobody was found, what else may be asked. */
export function CallChoices(props: {
  readonly record: PatientRecord
  readonly panel: IdentityPanel
  readonly call: InsiCall
  readonly way: Way
  readonly onWay: (way: Way) => void
}) {
  const { record, panel, call, way, onWay } = props
  const name = useId()
  const { view, mayQualify } = panel
  const { ko } = view.identity
  return (
    <section className={classes['block']} aria-label={fr.title}>
      <header className={classes['blockHead']}>
        <h3>{fr.title}</h3>
        <span className={classes['hint']}>{fr.hint}</span>
      </header>
      <div className={classes['body']}>
        {ko === null ? null : (
          <Block tone="error" announce="polite">
            {identityText.ko[ko.reason]}
          </Block>
        )}
        {mayQualify && call.card !== 'none' ? (
          <fieldset className={classes['group']}>
            <legend className="co-hidden">{fr.way}</legend>
            <Radio
              name={name}
              label={fr.byCard}
              hint={call.card === 'read' ? fr.byCardRead : fr.byCardReady}
              checked={way === 'card'}
              onChange={() => onWay('card')}
            />
            <Radio
              name={name}
              label={fr.byTraits}
              hint={fr.byTraitsHint}
              checked={way === 'traits'}
              onChange={() => onWay('traits')}
            />
          </fieldset>
        ) : null}
        {mayQualify && call.card === 'none' ? <p className={classes['hint']}>{fr.insertCard}</p> : null}
        {call.people === null ? null : <People call={call} people={call.people.beneficiaries} />}
        {way === 'traits' ? <SentTraits traits={view.identity.traits} /> : null}
        {mayQualify ? <Proposals record={record} panel={panel} call={call} /> : null}
      </div>
    </section>
  )
}

/** The traits as they are sent, what is written otherwise, and what keeps them from being sent. */
function SentTraits({ traits }: { readonly traits: StrictTraits }) {
  const reading = insiTraits(traits)
  if (!reading.ok) {
    return (
      <Block tone="error" announce="off" title={fr.impossible}>
        {reading.refusals
          .map(
            ({ trait, code, data }) => `${identityText.traits[trait]}\u00a0: ${identityText.traitRefusals[code](data)}`,
          )
          .join(' ')}
      </Block>
    )
  }
  const [query] = searchSequence(reading.traits)
  return (
    <>
      <p>
        <span className={classes['hint']}>{fr.sent} </span>
        <span className={classes['sent']}>{sayQuery(query)}</span>
      </p>
      {traitWarnings(traits).map((warning) => (
        <p key={warning} className={classes['hint']}>
          {identityText.traitWarnings[warning]}
        </p>
      ))}
    </>
  )
}

/** The card names several people: a person says who this record is about. */
function People({ call, people }: { readonly call: InsiCall; readonly people: readonly ReadBeneficiary[] }) {
  return (
    <fieldset className={classes['group']}>
      <legend>
        {fr.whose} {fr.notThisCard}
      </legend>
      <ul className={classes['list']}>
        {people.map((person) => {
          const surname = person.usedName === '' ? person.birthName : person.usedName
          const names = `${surname} ${person.firstName}`.trim()
          return (
            <li key={person.index}>
              <Button size="small" onClick={() => call.choosePerson(person.index)}>
                {names === '' ? fr.noName : names}
                {person.birthDate === null ? '' : `, ${writtenDate(person.birthDate)}`}
              </Button>
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}

/** « Chercher autrement »: proposed, never asked by themselves when they say something else of the person. */
function Proposals(props: { readonly record: PatientRecord; readonly panel: IdentityPanel; readonly call: InsiCall }) {
  const { record, panel, call } = props
  const { traits } = panel.view.identity
  const found = emptinessOf(panel)
  const person = { traits, usedName: record.fields.usedName, usedFirstName: record.fields.usedFirstName }
  if (asksForBirthName(person) && found !== 'several' && (traits.birthName === '' || !isChild(traits.birthDate)))
    return (
      <>
        <Block tone="warning" announce="off">
          {identityText.askBirthName}
        </Block>
        {found === null ? null : <Retries person={person} call={call} found={found} />}
      </>
    )
  return found === null ? null : <Retries person={person} call={call} found={found} />
}

function Retries(props: {
  readonly person: Parameters<typeof retries>[0]
  readonly call: InsiCall
  readonly found: Emptiness
}) {
  const { person, call, found } = props
  const reading = insiTraits(person.traits)
  const asked = call.asked.length > 0 || !reading.ok ? call.asked : [searchSequence(reading.traits)[0]]
  const proposals = retries(person, asked, found)
  if (proposals.length === 0) return null
  return (
    <>
      <h4 className={classes['hint']}>
        {fr.proposals}
        {call.asked.length === 0 ? '' : ` · ${fr.asked(call.asked.length)}`}
      </h4>
      <ul className={classes['list']} data-retries>
        {proposals.map(({ reason, query, changes }) => (
          <li key={JSON.stringify(query)}>
            <span>
              {identityText.retries[reason]} <span className={classes['hint']}>{sayQuery(query)}</span>
              {changes.length === 0 ? null : (
                <>
                  <br />
                  <span className={classes['hint']}>{identityText.retryChanges}</span>
                </>
              )}
            </span>
            <Button size="small" sends disabled={call.running} onClick={() => call.askTraits(query)}>
              {fr.propose}
              <span className="co-hidden">{`\u00a0: ${identityText.retries[reason]}, ${sayQuery(query)}`}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What INSi answered last, when it was nobody or several. */
function emptinessOf({ view }: IdentityPanel): Emptiness | null {
  const outcome = view.lastCall?.outcome
  return outcome === '01' ? 'none' : outcome === '02' ? 'several' : null
}

function sayQuery(query: InsiQuery): string {
  const said = fr.sentOf(query.birthName, query.firstNames, patientsText.sexes[query.sex], writtenDate(query.birthDate))
  return query.birthPlaceCode === null ? said : `${said} · ${fr.withPlace(query.birthPlaceCode)}`
}
