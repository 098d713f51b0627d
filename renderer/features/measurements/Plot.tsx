import { useCallback } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { measurementsText as fr } from '#app/text/fr/measurements.ts'
import classes from './Measurements.module.css'
import type { Series } from './series.ts'
import { axisOf, colorsOf, lineOf, useChart } from './useChart.ts'

const height = 220

/** A series over time, with its limits as dashed lines. Drawn only: its values stand in the table beside it. */
export default function Plot({ series }: { readonly series: Series }) {
  const make = useCallback(
    (element: HTMLElement) => new uPlot(optionsOf(series, element), dataOf(series), element),
    [series],
  )
  const room = useChart(height, make)
  return <div ref={room} className={classes.plot} role="img" aria-label={fr.section.plot(series.name)} />
}

/** Times in seconds, oldest first; then the values, their second part where there is one, and each limit as a level. */
function dataOf({ points, limits }: Series): uPlot.AlignedData {
  const inOrder = points.toReversed()
  const times = inOrder.map(({ at }) => Date.parse(at) / 1000)
  const seconds = inOrder.some(({ second }) => second !== null) ? [inOrder.map(({ second }) => second)] : []
  return [times, inOrder.map(({ value }) => value), ...seconds, ...limits.map((limit) => times.map(() => limit))]
}

function optionsOf(series: Series, element: HTMLElement): uPlot.Options {
  const color = colorsOf(element)
  const line = (label: string, token: string) => lineOf(label, color(token), color)
  const isPair = series.points.some(({ second }) => second !== null)
  const values = isPair
    ? [line(fr.section.systolic, '--co-accent'), line(fr.section.diastolic, '--co-violet')]
    : [line(series.name, '--co-accent')]
  const limits = series.limits.map(
    (limit): uPlot.Series => ({
      label: String(limit),
      stroke: color('--co-warning'),
      width: 1,
      dash: [5, 4],
      points: { show: false },
    }),
  )
  const axis = axisOf(color)
  const numbers = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 3 })
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true, range: (_plot, first, last) => roomAround(first, last) } },
    series: [{}, ...values, ...limits],
    axes: [
      { ...axis, values: (_plot, ticks, _axis, _space, step) => ticks.map((tick) => sayTick(tick, step)) },
      { ...axis, size: 56, values: (_plot, ticks) => ticks.map((tick) => numbers.format(tick)) },
    ],
  }
}

/** One point alone is drawn in the middle of a year. */
function roomAround(first: number, last: number): [number, number] {
  const margin = Math.max((last - first) * 0.04, first === last ? 15_768_000 : 86_400)
  return [first - margin, last + margin]
}

const day = new Intl.DateTimeFormat('fr-FR', { day: '2-digit', month: '2-digit' })
const month = new Intl.DateTimeFormat('fr-FR', { month: '2-digit', year: 'numeric' })

function sayTick(seconds: number, step: number): string {
  return (step < 2_000_000 ? day : month).format(new Date(seconds * 1000))
}
