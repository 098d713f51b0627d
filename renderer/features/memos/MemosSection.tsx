import { IconPencil, IconPin, IconPinnedOff, IconPlus, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { listMemos } from '#app/features/memos/contract.ts'
import type { MemoView } from '#app/features/memos/model.ts'
import { memosText } from '#app/text/fr/memos.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal, type SectionProps } from '#renderer/features/forms/index.ts'
import { type Action, Button, EmptyState, IconButton, Skeleton, Tag, useActions } from '#ui/index.ts'
import { MemoPanel } from './MemoPanel.tsx'
import classes from './Memos.module.css'
import { useMemoActs } from './useMemoActs.ts'

const fr = memosText

interface Subject {
  readonly add: () => void
  readonly mayWrite: boolean
}

const actions: readonly Action<Subject>[] = [
  { id: 'memos.add', label: fr.addLong, keys: 'Alt+N', enabledFor: (s) => s.mayWrite, run: (s) => s.add() },
]

/** « Notes »: short notes kept beside the record, of the cabinet or of their author alone. */
export default function MemosSection({ patient }: SectionProps) {
  const { patientId } = patient
  const mayWrite = useSession().permissions.includes('record.write')
  const answer = useLiveQuery(listMemos, { patientId }, { kinds: ['clinical'], about: patientId })
  const acts = useMemoActs(patientId)
  const [opened, setOpened] = useState<'new' | MemoView | null>(null)
  const from = useRef<HTMLElement | null>(null)
  const open = useCallback((next: 'new' | MemoView) => {
    from.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setOpened(next)
  }, [])
  const add = useCallback(() => open('new'), [open])
  const close = useCallback(() => {
    setOpened(null)
    requestAnimationFrame(() => from.current?.focus())
  }, [])
  useActions(
    actions,
    useMemo(() => ({ add, mayWrite }), [add, mayWrite]),
  )
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={5} />
  const { memos } = answer.value
  const memo = opened === 'new' ? null : opened
  return (
    <div className={classes['section']}>
      {mayWrite ? (
        <div className={classes['bar']}>
          <Button icon={IconPlus} keys="Alt+N" onClick={add}>
            {fr.addLong}
          </Button>
        </div>
      ) : null}
      <div className={classes['scroll']}>
        {acts.failure === null || opened !== null ? null : <Refusal problem={acts.failure} />}
        {opened === null ? null : (
          <MemoPanel
            key={memo?.memoId ?? 'new'}
            patientId={patientId}
            memo={memo}
            onSave={(fields) => acts.save(fields, memo)}
            onClose={close}
          />
        )}
        {memos.length === 0 && opened === null ? <EmptyState title={fr.none}>{fr.noneLong}</EmptyState> : null}
        <ul className={classes['memos']}>
          {memos.map((one) => (
            <Memo
              key={one.memoId}
              memo={one}
              mayWrite={mayWrite}
              onChange={() => open(one)}
              onPin={() => void acts.save({ ...one.fields, pinned: !one.fields.pinned }, one)}
              onRemove={() => void acts.remove(one)}
            />
          ))}
        </ul>
      </div>
    </div>
  )
}

function Memo(props: {
  readonly memo: MemoView
  readonly mayWrite: boolean
  readonly onChange: () => void
  readonly onPin: () => void
  readonly onRemove: () => void
}) {
  const { memo, mayWrite, onChange, onPin, onRemove } = props
  const { text, personal, pinned } = memo.fields
  const start = text.slice(0, 40)
  return (
    <li className={classes['memo']} data-pinned={pinned}>
      <p className={classes['words']}>{text}</p>
      <div className={classes['foot']}>
        {personal ? <Tag tone="violet">{fr.marks.personal}</Tag> : null}
        {pinned ? <Tag>{fr.marks.pinned}</Tag> : null}
        <span>{fr.written(memo.writtenBy, memo.writtenAt)}</span>
        {memo.updatedAt === memo.writtenAt ? null : <span>{fr.changed(memo.updatedBy, memo.updatedAt)}</span>}
        {mayWrite ? (
          <span className={classes['acts']}>
            <IconButton
              size="small"
              icon={pinned ? IconPinnedOff : IconPin}
              label={`${pinned ? fr.unpin : fr.pin} : ${start}`}
              onClick={onPin}
            />
            <IconButton size="small" icon={IconPencil} label={`${fr.change} : ${start}`} onClick={onChange} />
            <IconButton size="small" icon={IconTrash} label={`${fr.remove} : ${start}`} onClick={onRemove} />
          </span>
        ) : null}
      </div>
    </li>
  )
}
