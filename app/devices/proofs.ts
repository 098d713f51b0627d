/**
 * What a professional card is asked to sign so that a cabinet opens or a person is recognised. Each kind of message begins
 * with words of its own: what was signed for one purpose is never good for another, nor for another cabinet. The card's
 * signature key, which signs documents, signs neither. Signed in UTF-8.
 */

function message(purpose: string, parts: readonly string[]): string {
  return [`Cabinet Ouvert, ${purpose}, 1`, ...parts].join('\n')
}

/** What is signed for the key slot of a card. `challenge`: 32 random bytes of that slot, in base64url. */
export function slotMessage(cabinetId: string, slotId: string, challenge: string): string {
  return message('emplacement de clé', [cabinetId, slotId, challenge])
}

/** What is signed to be recognised by a core. `challenge`: 32 random bytes, good once and for a minute, in base64url. */
export function identityMessage(cabinetId: string, challenge: string): string {
  return message('identité', [cabinetId, challenge])
}
