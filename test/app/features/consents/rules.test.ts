import { describe, expect, test } from 'vitest'
import { type ConsentFields, sharingPath } from '#app/features/consents/model.ts'
import { maySend, nothingAsked, settledConsent } from '#app/features/consents/rules.ts'

const all: ConsentFields = { ...nothingAsked, mssanteCitizen: 'yes', mssanteProfessionals: 'yes', dmp: 'yes' }

describe('what may be sent (PAT-6)', () => {
  test.each(sharingPath.options)('by %s: as the patient answered, and nothing is taken for granted', (path) => {
    expect(maySend(nothingAsked, path)).toBe('to-ask')
    expect(maySend(all, path)).toBe('yes')
    const none = { ...all, mssanteCitizen: 'no', mssanteProfessionals: 'no', dmp: 'no' } as const
    expect(maySend(none, path)).toBe('refused')
  })

  test.each(sharingPath.options)('opposition to sharing closes %s, whatever was answered', (path) => {
    expect(maySend({ ...all, opposesSharing: true }, path)).toBe('opposed')
  })

  test('who sees what is deposited is kept with a consent to the DMP, and only then', () => {
    const hidden = { ...all, dmpVisibleToPatient: false }
    expect(settledConsent(hidden).dmpVisibleToPatient).toBe(false)
    expect(settledConsent({ ...hidden, dmp: 'no' }).dmpVisibleToPatient).toBe(true)
  })
})
