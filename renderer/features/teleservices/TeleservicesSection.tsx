import { getTeleserviceSettings } from '#app/features/teleservices/contract.ts'
import { teleservicesText } from '#app/text/fr/teleservices.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Skeleton } from '#ui/index.ts'
import { CertificatePart } from './CertificatePart.tsx'
import { HouseForm } from './HouseForm.tsx'
import { OwnClaimsForm } from './OwnClaimsForm.tsx'
import { StandingsPart } from './StandingsPart.tsx'
import { TracesPart } from './TracesPart.tsx'
import classes from './Teleservices.module.css'

const fr = teleservicesText.settings

/**
 * « Paramètres › Téléservices »: how the cabinet calls the Assurance Maladie, for whoever administers it; what they say of
 * themselves there, and the calls that were made, for whoever calls.
 */
export function TeleservicesSection() {
  const { permissions } = useSession()
  return (
    <section className={classes['section']} aria-label={fr.title} data-region tabIndex={-1}>
      <header className={classes['toolbar']}>
        <h2>{fr.title}</h2>
      </header>
      <div className={classes['body']}>
        {permissions.includes('cabinet.configure') ? <House /> : null}
        {permissions.includes('identity.qualify') ? <OwnClaimsForm /> : null}
        {permissions.includes('patient.read') ? (
          <>
            <StandingsPart />
            <TracesPart />
          </>
        ) : null}
      </div>
    </section>
  )
}

function House() {
  const answer = useLiveQuery(getTeleserviceSettings, {}, { kinds: ['settings'] })
  if (answer.value === undefined) {
    return answer.problem === undefined ? (
      <Skeleton lines={5} />
    ) : (
      <Refusal problem={answer.problem} onRetry={answer.askAgain} />
    )
  }
  const { settings, version, training, certificate, authorities, hasProxy } = answer.value
  if (training) {
    return (
      <Block tone="training" title={fr.trainingTitle} announce="off">
        {fr.trainingText}
      </Block>
    )
  }
  return (
    <>
      <HouseForm settings={settings} version={version} hasProxy={hasProxy} />
      <CertificatePart certificate={certificate} authorities={authorities} />
    </>
  )
}
