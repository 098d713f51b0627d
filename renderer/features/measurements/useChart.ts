import { type RefObject, useEffect, useRef } from 'react'
import type uPlot from 'uplot'

/** Draws a chart in an element, as wide as it: again when `make` changes, and when the colours do. */
export function useChart(height: number, make: (element: HTMLElement) => uPlot): RefObject<HTMLDivElement | null> {
  const room = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = room.current
    if (element === null) return
    let plot = make(element)
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    // Canvases hold colours, not tokens: drawn again when the scheme changes.
    const schemed = new MutationObserver(() => {
      plot.destroy()
      plot = make(element)
    })
    schemed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] })
    return () => {
      resized.disconnect()
      schemed.disconnect()
      plot.destroy()
    }
  }, [height, make])
  return room
}

/** Reads a token as a colour, where the chart is drawn. */
export function colorsOf(element: HTMLElement): (token: string) => string {
  return (token) => getComputedStyle(element).getPropertyValue(token).trim()
}

/** What every axis looks like. */
export function axisOf(color: (token: string) => string) {
  return {
    stroke: color('--co-text-2'),
    grid: { stroke: color('--co-line'), width: 1 },
    ticks: { stroke: color('--co-line'), width: 1 },
    font: `12px ${color('--co-font') || 'sans-serif'}`,
  }
}

/** A line of values, each with its mark. */
export function lineOf(label: string, stroke: string, color: (token: string) => string): uPlot.Series {
  return { label, stroke, width: 2, spanGaps: true, points: { show: true, size: 7, fill: color('--co-surface-1') } }
}
