import { teleservicesText } from '#app/text/fr/teleservices.ts'
import { useAgreementRequests, useSession } from '#renderer/client/index.ts'
import { Button, Dialog } from '#ui/index.ts'

const fr = teleservicesText.agreement

/** Asks once for a card whether it may sign calls to the Assurance Maladie, whatever the person was doing. */
export function AgreementDialog() {
  const request = useAgreementRequests()
  const session = useSession()
  if (request === null) return null
  const { requestId, agree, decline } = request
  return (
    <Dialog
      key={requestId}
      title={fr.title}
      width={500}
      onClose={decline}
      onSubmit={agree}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={decline}>
            {fr.decline}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit">
            {fr.agree}
          </Button>
        </>
      }
    >
      <p>{fr.question(session.displayName)}</p>
      <p>{fr.reach}</p>
    </Dialog>
  )
}
