import { useState } from 'react'
import { listCards } from '#app/features/cards/contract.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Block, Button } from '#ui/index.ts'

const fr = cardsText.notice

/** Says that the card in use ends soon: to who opened with it, until they put it aside. */
export function CardNotice() {
  const { openedWith } = useSession()
  const byCard = openedWith.kind === 'card'
  const cards = useLiveQuery(listCards, byCard ? {} : null, { kinds: ['card'] })
  const [isRead, setRead] = useState(false)
  const card = cards.value?.cards.find(
    ({ cardNumber, standing }) => cardNumber === openedWith.cardNumber && standing.notices.includes('expires-soon'),
  )
  if (card === undefined || isRead) return null
  return (
    <Block
      tone="warning"
      flush
      title={fr.expiresSoon(card.validUntil)}
      actions={
        <Button size="small" onClick={() => setRead(true)}>
          {fr.read}
        </Button>
      }
    >
      {fr.expiresText}
    </Block>
  )
}
