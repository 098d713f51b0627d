/** A square Data Matrix: `dark[row][column]`, without its quiet zone. */
export interface DataMatrix {
  readonly size: number
  readonly dark: readonly (readonly boolean[])[]
}

/** Characters of the header of an INS mark, which the format wants encoded in C40 (ANS « Format datamatrix INS » v2.2). */
const headerLength = 26

/** Makes Data Matrices (ISO/IEC 16022, ECC 200, square) of ASCII texts. Loaded when one is asked: it is a large library. */
export async function loadDataMatrices(): Promise<(text: string) => DataMatrix> {
  const { raw } = (await import('bwip-js/node')).default
  return (text) => {
    const options = { bcid: 'datamatrix', text, format: 'square', c40headerlength: headerLength }
    const [drawn] = raw(options)
    if (drawn === undefined || !('pixs' in drawn) || drawn.pixx !== drawn.pixy)
      throw new Error('no square Data Matrix was made')
    const { pixs, pixx: size } = drawn
    const rows = Array.from({ length: size }, (_, row) => [...pixs.slice(row * size, (row + 1) * size)])
    return { size, dark: rows.map((row) => row.map((module) => module === 1)) }
  }
}
