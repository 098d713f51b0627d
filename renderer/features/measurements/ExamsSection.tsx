import { IconHeartRateMonitor, IconPlus, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { listMeasurements, removeMeasurement, restoreMeasurement } from '#app/features/measurements/contract.ts'
import type { Measurement } from '#app/features/measurements/model.ts'
import { ageInYears } from '#app/features/measurements/rules.ts'
import { resultSeries } from '#app/features/results/contract.ts'
import type { AnalyteSeries } from '#app/features/results/model.ts'
import { sayDay } from '#app/text/fr/common.ts'
import { growthText } from '#app/text/fr/growth.ts'
import { measurementsText } from '#app/text/fr/measurements.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal, type SectionProps } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { ResultForm } from '#renderer/features/results/index.ts'
import { Button, type Column, DataTable, EmptyState, IconButton, Skeleton, Switch, useToast } from '#ui/index.ts'
import { AddMeasures } from './AddMeasures.tsx'
import { type Growth, type GrowthChart, type GrowingPerson, useGrowth } from './growth.ts'
import { FlagSign } from './MeasureGrid.tsx'
import classes from './Measurements.module.css'
import { type Series, type SeriesPoint, seriesOf } from './series.ts'
import { useMeasures } from './useMeasures.ts'

const Plot = lazy(() => import('./Plot.tsx'))
const GrowthPlot = lazy(() => import('./GrowthPlot.tsx'))

const fr = measurementsText.section
const noAnalytes: readonly AnalyteSeries[] = []

/** « Examens »: what was measured and analysed, each over time. */
export default function ExamsSection({ patient, onShow }: SectionProps) {
  const { patientId } = patient
  const mayWrite = useSession().permissions.includes('record.write')
  const measures = useMeasures(patientId)
  const results = useLiveQuery(resultSeries, { patientId }, { kinds: ['clinical'], about: patientId })
  const [adding, setAdding] = useState<'measures' | 'result' | null>(null)
  const measuresButton = useRef<HTMLButtonElement>(null)
  const closeMeasures = useCallback(() => {
    setAdding(null)
    requestAnimationFrame(() => measuresButton.current?.focus())
  }, [])
  const [chosen, setChosen] = useState<string | null>(null)
  const [withGrowth, setWithGrowth] = useState(() => isMinor(patient.fields.birthDate))
  const analytes = results.value?.analytes ?? noAnalytes
  const { measurements, person } = measures
  const series = useMemo(() => seriesOf(measurements, analytes, person), [measurements, analytes, person])
  const shown = series.find(({ key }) => key === chosen) ?? series[0]
  const problem = measures.problem ?? results.problem
  const retry = () => {
    measures.askAgain()
    results.askAgain()
  }

  return (
    <div className={classes.holder}>
      <div className={classes.section}>
        <div className={classes.list}>
          <header className={classes.head}>
            <h2>{fr.measures}</h2>
            {mayWrite ? (
              <>
                <Button
                  ref={measuresButton}
                  size="small"
                  icon={IconHeartRateMonitor}
                  onClick={() => setAdding('measures')}
                >
                  {fr.add}
                </Button>
                <Button size="small" icon={IconPlus} onClick={() => setAdding('result')}>
                  {fr.addResult}
                </Button>
              </>
            ) : null}
          </header>
          {problem === undefined ? null : <Refusal problem={problem} onRetry={retry} />}
          {adding === 'measures' ? <AddMeasures patientId={patientId} onClose={closeMeasures} /> : null}
          <DataTable
            label={fr.measures}
            columns={columns}
            rowCount={series.length}
            rowAt={(index) => series[index]}
            rowKey={({ key }) => key}
            selectedKey={shown?.key ?? null}
            onSelect={({ key }) => setChosen(key)}
            loading={measures.waiting || results.waiting ? <Skeleton lines={5} /> : undefined}
            empty={<EmptyState title={fr.empty.title}>{fr.empty.text}</EmptyState>}
          />
        </div>
        {shown === undefined ? null : (
          <SeriesPane
            key={shown.key}
            series={shown}
            person={patient.fields}
            withGrowth={withGrowth}
            onGrowth={setWithGrowth}
            mayWrite={mayWrite}
            onShow={onShow}
          />
        )}
        {adding === 'result' ? (
          <ResultForm patientId={patientId} result={null} onClose={() => setAdding(null)} />
        ) : null}
      </div>
    </div>
  )
}

const grownAt = 18

/** Curves of growth are for who grows; of the others, who asks for them. */
function isMinor(birthDate: string): boolean {
  return (ageInYears(birthDate, todayHere()) ?? grownAt) < grownAt
}

/** Together the width of the list at 1366 px. */
const columns: readonly Column<Series>[] = [
  { id: 'name', header: fr.columns.name, width: 158, cell: ({ name }) => name },
  {
    id: 'last',
    header: fr.columns.last,
    width: 122,
    align: 'right',
    cell: ({ points: [last], unit }) => <Value point={last} unit={unit} />,
  },
  {
    id: 'date',
    header: fr.columns.date,
    width: 100,
    align: 'right',
    tabular: true,
    cell: ({ points: [last] }) => sayDay(last.at),
  },
  { id: 'former', header: fr.columns.former, width: 84, align: 'right', cell: ({ points }) => points[1]?.shown ?? '' },
  { id: 'difference', header: fr.columns.difference, width: 60, align: 'right', cell: sayEvolution },
]

/** What changed since the value before; nothing of a pair, whose parts do not change together. */
function sayEvolution({ points: [last, former] }: Series): string {
  if (former === undefined || last.second !== null) return ''
  return measurementsText.sayDifference(Number((last.value - former.value).toFixed(3)))
}

function Value({ point, unit }: { readonly point: SeriesPoint; readonly unit: string }) {
  return (
    <span className={classes.value} data-flag={point.flag ?? undefined}>
      <FlagSign flag={point.flag} />
      {`${point.shown}\u00A0${unit}`}
    </span>
  )
}

/** One series: its curve, then the same values as a table. */
function SeriesPane(props: {
  readonly series: Series
  readonly person: GrowingPerson
  readonly withGrowth: boolean
  readonly onGrowth: (withGrowth: boolean) => void
  readonly mayWrite: boolean
  readonly onShow: SectionProps['onShow']
}) {
  const { series, person, withGrowth, onGrowth, mayWrite, onShow } = props
  const { remove, failure } = useRemoval()
  const growth = useGrowth(series, person)
  const chart = withGrowth && growth.kind === 'chart' ? growth.chart : null
  return (
    <section className={classes.pane} aria-label={series.name}>
      <header className={classes.head}>
        <h2>{series.name}</h2>
        <span className={classes.unit}>{series.unit}</span>
        {growth.kind === 'chart' ? (
          <span className={classes.toggle}>
            <Switch label={growthText.toggle} checked={withGrowth} onChange={onGrowth} />
          </span>
        ) : null}
      </header>
      <div className={classes.scroll} tabIndex={-1}>
        {failure === null ? null : <Refusal problem={failure.problem} title={failure.title} />}
        <Suspense fallback={<Skeleton lines={5} />}>
          {growth.kind === 'waiting' && withGrowth ? (
            <Skeleton lines={5} />
          ) : chart === null ? (
            <Plot series={series} />
          ) : (
            <GrowthPlot chart={chart} name={series.name} />
          )}
        </Suspense>
        <PlotNote series={series} growth={growth} withGrowth={withGrowth} />
        <table className={classes.values}>
          <caption className={classes.caption}>{fr.values(series.name)}</caption>
          <thead>
            <tr>
              <th scope="col">{fr.columns.date}</th>
              <th scope="col">{fr.value}</th>
              <th scope="col">{fr.author}</th>
              <th scope="col">{fr.origin}</th>
            </tr>
          </thead>
          <tbody>
            {series.points.map((point) => (
              <tr key={point.key}>
                <th scope="row">{sayDay(point.at)}</th>
                <td>
                  <Value point={point} unit={series.unit} />
                  <Standing point={point} growth={chart} />
                </td>
                <td>{point.measurement?.authorName ?? ''}</td>
                <td>
                  <PointAct point={point} mayWrite={mayWrite} onShow={onShow} onRemove={remove} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What the lines of the plot are, or why there are none for a child. */
function PlotNote(props: { readonly series: Series; readonly growth: Growth; readonly withGrowth: boolean }) {
  const { series, growth, withGrowth } = props
  const said = () => {
    if (!withGrowth) return series.limitsSay
    if (growth.kind === 'unknown') return growthText.unknown
    if (growth.kind === 'outside') return growthText.outside(growth.measure)
    if (growth.kind === 'chart') return growthText.source(growth.chart.measure, growth.chart.sex)
    return series.limitsSay
  }
  const note = said()
  return note === '' ? null : <p className={classes.limits}>{note}</p>
}

function Standing({ point, growth }: { readonly point: SeriesPoint; readonly growth: GrowthChart | null }) {
  const standing = growth?.standings.get(point.key)
  return standing === undefined ? null : <span className={classes.standing}>{growthText.sayStanding(standing)}</span>
}

function PointAct(props: {
  readonly point: SeriesPoint
  readonly mayWrite: boolean
  readonly onShow: SectionProps['onShow']
  readonly onRemove: (measurement: Measurement) => void
}) {
  const { point, mayWrite, onShow, onRemove } = props
  const { measurement } = point
  const entryId = point.resultId ?? measurement?.sourceNoteId ?? null
  if (entryId !== null) {
    const kind = point.resultId === undefined ? 'consultation' : 'result'
    return (
      <Button size="small" kind="link" onClick={() => onShow({ entryId, kind })}>
        {point.resultId === undefined ? fr.ofNote : fr.showResult}
      </Button>
    )
  }
  if (measurement === undefined || !mayWrite) return null
  return <IconButton size="small" icon={IconTrash} label={fr.remove} onClick={() => onRemove(measurement)} />
}

function useRemoval() {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [failure, setFailure] = useState<{ readonly title: string; readonly problem: AnyProblem } | null>(null)
  const remove = async ({ measurementId, version }: Measurement) => {
    const removed = await call(removeMeasurement, { measurementId, expectedVersion: version })
    askAgain(listMeasurements)
    setFailure(removed.ok ? null : { title: fr.failed, problem: removed })
    if (!removed.ok) return
    toast(fr.removed, () => {
      const bringBack = async () => {
        const restored = await call(restoreMeasurement, { measurementId, expectedVersion: removed.value.version })
        setFailure(restored.ok ? null : { title: fr.notRestored, problem: restored })
        askAgain(listMeasurements)
      }
      void bringBack()
    })
  }
  return { remove: (measurement: Measurement) => void remove(measurement), failure }
}
