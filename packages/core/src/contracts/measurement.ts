/** One number of a result. */
export interface Measurement {
  /** e.g. `nll`, unique within the metric's result. */
  readonly name: string
  readonly label: string
  readonly value: number
  readonly unit: string
  readonly better: 'lower' | 'higher' | 'neither'
  /** What the number sums up, drawn in the report: a spectrum, a ratio against a distance. */
  readonly curve?: Curve
  /** What the number sums up, drawn in the report as a table: a confusion matrix. */
  readonly matrix?: Matrix
}

/** y against x, as many of the one as of the other, all finite, x ascending. */
export interface Curve {
  readonly x: { readonly label: string; readonly values: readonly number[] }
  readonly y: { readonly label: string; readonly values: readonly number[] }
}

/** Counts or other numbers by row and column. */
export interface Matrix {
  readonly rows: { readonly label: string; readonly names: readonly string[] }
  readonly columns: { readonly label: string; readonly names: readonly string[] }
  /** One list for each row. */
  readonly values: readonly (readonly number[])[]
}
