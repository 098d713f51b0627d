import { useEffect, useRef, useState } from 'react'
import { exportJournal } from '#app/features/journal/contract.ts'
import type { JournalFilter } from '#app/features/journal/model.ts'
import { fr as text } from '#app/text/fr/journal.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { Block, Button, Dialog, Progress, Radio } from '#ui/index.ts'
import classes from './Journal.module.css'
import { saveFile } from './save-file.ts'

const fr = text.export

type Format = 'csv' | 'jsonl'
const types: Readonly<Record<Format, string>> = { csv: 'text/csv;charset=utf-8', jsonl: 'application/x-ndjson' }

type Stage =
  | { readonly is: 'choosing'; readonly problem: AnyProblem | null; readonly isStopped: boolean }
  | { readonly is: 'running'; readonly done: number; readonly total: number }
  | { readonly is: 'done'; readonly lines: number }

/** « Exporter… »: in which form, then page by page into one file. Stopped, nothing is saved. */
export function ExportDialog({ filter, onClose }: { readonly filter: JournalFilter; readonly onClose: () => void }) {
  const { call } = useCabinet()
  const [format, setFormat] = useState<Format>('csv')
  const [stage, setStage] = useState<Stage>({ is: 'choosing', problem: null, isStopped: false })
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  const run = async () => {
    const stopping = new AbortController()
    stop.current = stopping
    setStage({ is: 'running', done: 0, total: 0 })
    const limits = format === 'csv' ? filter : daysOf(filter)
    const parts: string[] = []
    let [after, done, total] = [0, 0, 0]
    let through: { readonly through?: number } = {}
    for (;;) {
      const reply = await call(
        exportJournal,
        { format, filter: limits, after, ...through },
        { signal: stopping.signal },
      )
      if (stopping.signal.aborted) {
        setStage({ is: 'choosing', problem: null, isStopped: true })
        return
      }
      if (!reply.ok) {
        setStage({ is: 'choosing', problem: reply, isStopped: false })
        return
      }
      const { value } = reply
      parts.push(value.text)
      done += value.lines
      total = value.total ?? total
      through = { through: value.through }
      if (value.next === null) break
      after = value.next
      setStage({ is: 'running', done, total: Math.max(total, done) })
    }
    saveFile(fr.fileName(todayHere(), format), types[format], parts)
    setStage({ is: 'done', lines: done })
  }

  const isRunning = stage.is === 'running'
  const leave = () => {
    stop.current?.abort()
    onClose()
  }
  return (
    <Dialog
      title={fr.title}
      onClose={leave}
      onSubmit={() => {
        if (stage.is === 'choosing') void run()
        if (stage.is === 'done') onClose()
      }}
      footer={
        stage.is === 'done' ? (
          <Button size="dialog" kind="primary" type="submit">
            {fr.close}
          </Button>
        ) : (
          <>
            <Button size="dialog" keys="Escape" onClick={leave}>
              {fr.cancel}
            </Button>
            <Button size="dialog" kind="primary" type="submit" disabled={isRunning}>
              {fr.start}
            </Button>
          </>
        )
      }
    >
      {stage.is === 'choosing' ? (
        <>
          <div className={classes.choices} role="radiogroup" aria-label={fr.format}>
            <Radio
              name="format"
              label={fr.csv}
              hint={fr.csvHint}
              checked={format === 'csv'}
              onChange={() => setFormat('csv')}
            />
            <Radio
              name="format"
              label={fr.jsonl}
              hint={fr.jsonlHint}
              checked={format === 'jsonl'}
              onChange={() => setFormat('jsonl')}
            />
          </div>
          {stage.isStopped ? <Block tone="info">{fr.stopped}</Block> : null}
          {stage.problem === null ? null : <Refusal problem={stage.problem} />}
        </>
      ) : null}
      {stage.is === 'running' ? (
        <Progress
          label={fr.title}
          figures={stage.total === 0 ? '' : fr.running(stage.done, stage.total)}
          fraction={stage.total === 0 ? null : stage.done / stage.total}
          onStop={() => stop.current?.abort()}
        />
      ) : null}
      {stage.is === 'done' ? <Block tone="success">{fr.done(stage.lines)}</Block> : null}
    </Dialog>
  )
}

/** The chain is exported whole between two days: left out lines could not be told from removed ones. */
function daysOf({ from, to }: JournalFilter): JournalFilter {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
