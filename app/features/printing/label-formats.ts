import { z } from 'zod'

/** How a supply of labels is cut. Every length in millimetres. */
export interface LabelFormat {
  /** As on the box: makers and references that have this cut. */
  readonly name: string
  /** A sheet goes in the letter printer, a roll in a label printer. */
  readonly supply: 'sheet' | 'roll'
  readonly page: { readonly width: number; readonly height: number }
  readonly label: { readonly width: number; readonly height: number }
  readonly columns: number
  readonly rows: number
  /** From the edges of the page to the first label. */
  readonly left: number
  readonly top: number
  /** From the beginning of a label to that of the next one. */
  readonly stepAcross: number
  readonly stepDown: number
}

const a4 = { width: 210, height: 297 } as const

function roll(name: string, width: number, height: number): LabelFormat {
  const size = { width, height }
  return {
    name,
    supply: 'roll',
    page: size,
    label: size,
    columns: 1,
    rows: 1,
    left: 0,
    top: 0,
    stepAcross: width,
    stepDown: height,
  }
}

function sheetOf(
  name: string,
  label: { readonly width: number; readonly height: number },
  grid: readonly [columns: number, rows: number],
  place: { readonly left: number; readonly top: number; readonly stepAcross: number; readonly stepDown: number },
): LabelFormat {
  return { name, supply: 'sheet', page: a4, label, columns: grid[0], rows: grid[1], ...place }
}

/** The label formats on offer: the makers' published sizes. A roll is given as it comes out, text along its length. */
export const labelFormats = {
  'sheet-63x38': sheetOf('63,5 × 38,1 mm, 21 par feuille (Avery L7160)', { width: 63.5, height: 38.1 }, [3, 7], {
    left: 7.25,
    top: 15.15,
    stepAcross: 66,
    stepDown: 38.1,
  }),
  'sheet-63x34': sheetOf('63,5 × 33,9 mm, 24 par feuille (Avery L7159)', { width: 63.5, height: 33.9 }, [3, 8], {
    left: 7.25,
    top: 12.9,
    stepAcross: 66,
    stepDown: 33.9,
  }),
  'sheet-99x38': sheetOf('99,1 × 38,1 mm, 14 par feuille (Avery L7163)', { width: 99.1, height: 38.1 }, [2, 7], {
    left: 4.65,
    top: 15.15,
    stepAcross: 101.6,
    stepDown: 38.1,
  }),
  'sheet-38x21': sheetOf('38,1 × 21,2 mm, 65 par feuille (Avery L7651)', { width: 38.1, height: 21.2 }, [5, 13], {
    left: 4.75,
    top: 10.7,
    stepAcross: 40.6,
    stepDown: 21.2,
  }),
  'sheet-70x37': sheetOf('70 × 37 mm, 24 par feuille, sans marge (Avery 3474)', { width: 70, height: 37 }, [3, 8], {
    left: 0,
    top: 0.5,
    stepAcross: 70,
    stepDown: 37,
  }),
  'sheet-70x36': sheetOf('70 × 36 mm, 24 par feuille (Avery 3475)', { width: 70, height: 36 }, [3, 8], {
    left: 0,
    top: 4.5,
    stepAcross: 70,
    stepDown: 36,
  }),
  'roll-89x36': roll('Rouleau 89 × 36 mm (Dymo 99012)', 89, 36),
  'roll-89x28': roll('Rouleau 89 × 28 mm (Dymo 99010)', 89, 28),
  'roll-54x25': roll('Rouleau 54 × 25 mm (Dymo 11352)', 54, 25),
  'roll-57x32': roll('Rouleau 57 × 32 mm (Dymo 11354)', 57, 32),
  'roll-90x29': roll('Rouleau 90 × 29 mm (Brother DK-11201)', 90, 29),
  'roll-62x29': roll('Rouleau 62 × 29 mm (Brother DK-11209)', 62, 29),
} as const satisfies Record<string, LabelFormat>

/** The name of a format in {@link labelFormats}. */
export const labelFormatId = z.enum(Object.keys(labelFormats) as [keyof typeof labelFormats])
export type LabelFormatId = keyof typeof labelFormats

/** How many labels a page of this format holds. */
export function labelsPerPage(format: LabelFormat): number {
  return format.columns * format.rows
}
