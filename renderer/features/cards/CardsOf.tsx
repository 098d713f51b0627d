import { listAllCards, removeCardOf } from '#app/features/cards/contract.ts'
import type { CardView } from '#app/features/cards/model.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { FormGroup, Refusal } from '#renderer/features/forms/index.ts'
import { CardsTable } from './CardsTable.tsx'

const fr = cardsText.own

/** The cards of a user, for who configures people: a lost or stolen one is taken away here. */
export function CardsOf({ userId }: { userId: string }) {
  const { call } = useCabinet()
  const answer = useLiveQuery(listAllCards, {}, { kinds: ['card'] })
  const remove = async ({ cardId }: CardView) => {
    const reply = await call(removeCardOf, { cardId })
    if (!reply.ok) return reply
    answer.askAgain()
    return null
  }
  const cards = (answer.value?.cards ?? []).filter((card) => card.userId === userId)
  return (
    <FormGroup title={fr.ofUser}>
      {answer.problem === undefined ? null : <Refusal problem={answer.problem} onRetry={answer.askAgain} />}
      {answer.value === undefined ? null : (
        <CardsTable label={fr.ofUser} cards={cards} empty={fr.noneOf} narrow onRemove={remove} />
      )}
    </FormGroup>
  )
}
