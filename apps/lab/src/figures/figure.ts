/** One line of `figures.json`; the picture lies beside it. */
export interface FigureRecord {
  readonly file: string
  readonly title: string
  readonly caption: string
  readonly width: number
  readonly height: number
  readonly rowLabels?: readonly string[]
}

/** A figure that is not yet a file: pictures of the data set's size, row by row in a grid. */
export interface PictureGrid extends Omit<FigureRecord, 'width' | 'height'> {
  /** Pictures one after the other. */
  readonly pixels: Float32Array
  readonly columns: number
  /** The values that are black and white; or each picture's own, zero in the middle. */
  readonly range: readonly [number, number] | 'each-symmetric'
  /** Pixels of the file per pixel of a picture, along each axis. */
  readonly scale?: number
}
