import { useCallback } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { growthText as fr } from '#app/text/fr/growth.ts'
import type { GrowthChart, GrowthCurve } from './growth.ts'
import classes from './Measurements.module.css'
import { axisOf, colorsOf, lineOf, useChart } from './useChart.ts'

const height = 320
/** Room for « 97e » at the end of a curve, in pixels. */
const labelRoom = 36
/** Two names closer than this, in pixels, would be read as one. */
const labelHeight = 12

/** A child's values by age among centile curves. Drawn only: values and centiles stand in the table beside it. */
export default function GrowthPlot({ chart, name }: { readonly chart: GrowthChart; readonly name: string }) {
  const make = useCallback(
    (element: HTMLElement) => new uPlot(optionsOf(chart, name, element), dataOf(chart), element),
    [chart, name],
  )
  const room = useChart(height, make)
  return <div ref={room} className={classes.growth} role="img" aria-label={fr.plot(name)} />
}

/** The child's values last: drawn over the curves. */
function dataOf({ ages, values, curves }: GrowthChart): uPlot.AlignedData {
  return [[...ages], ...curves.map((curve) => [...curve.values]), [...values]]
}

function optionsOf(chart: GrowthChart, name: string, element: HTMLElement): uPlot.Options {
  const color = colorsOf(element)
  const axis = axisOf(color)
  const numbers = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 })
  const inMonths = chart.last <= 24
  const step = stepOf(chart.last - chart.first)
  return {
    width: element.clientWidth,
    height,
    padding: [8, labelRoom, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: () => [chart.first, chart.last] } },
    series: [
      {},
      ...chart.curves.map(
        (curve): uPlot.Series => ({
          label: fr.sayCurve(curve.centile),
          stroke: color(curve.centile === 50 ? '--co-text-2' : '--co-text-3'),
          width: curve.centile === 50 ? 1.5 : 1,
          ...(isBetween(curve) ? { dash: [4, 4] } : {}),
          // Between pixels: curves so close to level would go down in steps.
          pxAlign: 0,
          points: { show: false },
        }),
      ),
      lineOf(name, color('--co-accent'), color),
    ],
    axes: [
      {
        ...axis,
        splits: () => splitsOf(chart.first, chart.last, step),
        values: (_plot, ages) => ages.map((age) => (inMonths ? fr.months(age) : fr.years(age / 12))),
      },
      { ...axis, size: 56, values: (_plot, ticks) => ticks.map((tick) => numbers.format(tick)) },
    ],
    hooks: { draw: [(plot) => nameCurves(plot, chart, color)] },
  }
}

/** Months from one mark to the next. */
function stepOf(months: number): number {
  if (months <= 6) return 1
  if (months <= 12) return 2
  if (months <= 24) return 3
  return months <= 120 ? 12 : 24
}

function splitsOf(first: number, last: number, step: number): number[] {
  const start = Math.ceil(first / step) * step
  return Array.from({ length: Math.floor((last - start) / step) + 1 }, (_, place) => start + place * step)
}

/** Writes its centile at the end of each curve: the outer ones and the median, then those between where there is room. */
function nameCurves(plot: uPlot, { ages, curves }: GrowthChart, color: (token: string) => string): void {
  const { ctx } = plot
  const ratio = uPlot.pxRatio
  const taken: number[] = []
  ctx.save()
  ctx.fillStyle = color('--co-text-2')
  ctx.font = `${11 * ratio}px ${color('--co-font') || 'sans-serif'}`
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'left'
  for (const { centile, values } of curves.toSorted((a, b) => Number(isBetween(a)) - Number(isBetween(b)))) {
    const end = values.findLastIndex((value) => value !== null)
    const [age, value] = [ages[end], values[end]]
    if (age === undefined || value === undefined || value === null) continue
    const y = plot.valToPos(value, 'y', true)
    if (taken.some((other) => Math.abs(other - y) < labelHeight * ratio)) continue
    taken.push(y)
    ctx.fillText(fr.sayCurve(centile), plot.valToPos(age, 'x', true) + 5 * ratio, y)
  }
  ctx.restore()
}

/** Neither an outer curve nor the median. */
function isBetween({ centile }: GrowthCurve): boolean {
  return centile === 15 || centile === 85
}
