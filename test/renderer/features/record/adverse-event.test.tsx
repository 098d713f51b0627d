import { expect, test, vi } from 'vitest'
import { adverseEventItem } from '#renderer/features/record/AdverseEvent.tsx'
import { recordOfFrancoise as record } from '../patients/records.ts'
import { sitAt } from '../patients/seat.tsx'

test('« Signaler un événement indésirable » opens the official portal once, outside, with nothing of the record', async () => {
  const open = vi.spyOn(window, 'open').mockReturnValue(null)
  const onClose = vi.fn()
  const seat = await sitAt(
    <adverseEventItem.Act patient={record} onClose={onClose} onShow={() => {}} onOpen={() => {}} />,
    {},
  )
  expect(adverseEventItem).toMatchObject({ menu: 'more', needs: 'patient.read' })
  expect(adverseEventItem.label).toBe('Signaler un événement indésirable')
  expect(open.mock.calls).toEqual([['https://signalement.social-sante.gouv.fr/', '_blank', 'noopener,noreferrer']])
  expect(onClose).toHaveBeenCalledOnce()
  await seat.leave()
  open.mockRestore()
})
