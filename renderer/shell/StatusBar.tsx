import {
  IconAlertTriangle,
  IconCircleCheck,
  IconDeviceDesktop,
  IconDeviceFloppy,
  IconWifiOff,
} from '@tabler/icons-react'
import { type ReactNode, useSyncExternalStore } from 'react'
import { getBackupSettings } from '#app/features/backups/contract.ts'
import { describe } from '#app/features/cabinet/contract.ts'
import { sayWhen } from '#app/text/fr/common.ts'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { useCabinet, useDesk, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { InsiCallStatus } from '#renderer/features/identity/index.ts'
import { ReadersIndicator } from '#renderer/features/readers/index.ts'
import { RightsStatus } from '#renderer/features/rights/index.ts'
import { VitaleStatus } from '#renderer/features/vitale/index.ts'
import type { Icon } from '#ui/index.ts'
import classes from './Shell.module.css'

type Tone = 'plain' | 'success' | 'warning' | 'danger'

function Item({ icon: Drawing, tone = 'plain', children }: { icon: Icon; tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.statusItem} data-tone={tone}>
      <Drawing size={13} stroke={1.75} aria-hidden="true" />
      {children}
    </span>
  )
}

/** The seat, what is not sent yet, the readers of cards, the line to the cabinet, the last backup. */
export function StatusBar({ unsupported }: { unsupported: boolean }) {
  const { connection, drafts } = useCabinet()
  const session = useSession()
  const { go } = useDesk()
  const cabinet = useLiveQuery(describe, {})
  const unsent = useSyncExternalStore(drafts.subscribe, drafts.unsent)
  const lost = connection.kind === 'lost'
  return (
    <footer className={classes.status} aria-label={fr.regions.status} data-region tabIndex={-1}>
      {cabinet.value === undefined ? null : (
        <Item icon={IconDeviceDesktop}>{fr.status.seat(cabinet.value.seatName)}</Item>
      )}
      {unsupported ? (
        <Item icon={IconAlertTriangle} tone="danger">
          {fr.status.unsupported}
        </Item>
      ) : null}
      <VitaleStatus />
      <InsiCallStatus />
      <RightsStatus />
      <span className={classes.statusSpace} />
      {lost && unsent > 0 ? (
        <Item icon={IconDeviceFloppy} tone="warning">
          {fr.status.unsent(unsent)}
        </Item>
      ) : null}
      <ReadersIndicator onOpen={() => go({ kind: 'settings', section: 'readers' })} />
      <Item icon={lost ? IconWifiOff : IconCircleCheck} tone={lost ? 'warning' : 'success'}>
        {lost ? fr.status.lost : fr.status.connected}
      </Item>
      {session.permissions.includes('backup.make') ? <BackupItem /> : null}
    </footer>
  )
}

function BackupItem() {
  const backups = useLiveQuery(getBackupSettings, {}, { kinds: ['backup', 'job'] })
  if (backups.value === undefined) return null
  const { last } = backups.value
  if (last === null) {
    return (
      <Item icon={IconDeviceFloppy} tone="warning">
        {fr.status.backupNone}
      </Item>
    )
  }
  // The words change with the day only, and this line is drawn again at each backup, job and change of tab.
  // oxlint-disable-next-line react/purity
  const when = sayWhen(last.at, new Date().toISOString())
  return last.outcome === 'verified' ? (
    <Item icon={IconDeviceFloppy}>{fr.status.backupVerified(when)}</Item>
  ) : (
    <Item icon={IconAlertTriangle} tone="danger">
      {fr.status.backupFailed(when)}
    </Item>
  )
}
