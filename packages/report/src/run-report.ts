import type { Matrix } from '@hourglass/core'

/** All that the page of one run shows. Plain data: no tensors, no engine. */
export interface RunReport {
  /** The experiment's name. */
  readonly name: string
  /** The run's id, the hash of its resolved experiment. */
  readonly id: string
  readonly description?: string
  /** ISO 8601; shown in UTC. Text that is no date is shown as it is. */
  readonly finishedAt: string
  /** What ran the tensors, e.g. `wasm (SIMD)`. */
  readonly engine: string
  /** The few numbers a reader should remember. */
  readonly headline?: readonly HeadlineNumber[]
  /** The model beside its baselines. */
  readonly table?: ResultTable
  readonly stages: readonly StageCurves[]
  readonly figures?: readonly Figure[]
  /** Where examples are points of a plane: what the model does to it. */
  readonly fields?: readonly VectorField[]
  /** Points of a plane by group: codes by class. */
  readonly scatters?: readonly Scatter[]
  /** What measurements sum up; `measuredCurves` takes them from the rows of a result. */
  readonly curves?: readonly MeasuredCurve[]
  /** What is mixed up with what; `measuredMatrices` takes them from the rows of a result. */
  readonly matrices?: readonly MeasuredMatrix[]
  /** The resolved experiment, every default written out. */
  readonly experimentYaml: string
  /** Versions, processor, data hashes, …; records inside records become groups of rows. */
  readonly environment: Readonly<Record<string, unknown>>
  readonly timings?: readonly Timing[]
  /** Plain sentences that a reader of the numbers must know. */
  readonly notes?: readonly string[]
  /** What to type to make the run again; may have several lines. */
  readonly command: string
}

export interface HeadlineNumber {
  readonly label: string
  readonly value: number | string
  /** E.g. `nats`, `%`. */
  readonly unit?: string
  readonly better?: 'lower' | 'higher'
}

export interface ResultTable {
  /** Heads of the cells; the rows' labels have none. */
  readonly columns: readonly string[]
  readonly rows: readonly ResultRow[]
  readonly caption?: string
}

export interface ResultRow {
  readonly label: string
  /** One per column. */
  readonly cells: readonly (number | string)[]
  /** The row that the run is about. */
  readonly emphasis?: boolean
}

export interface StageCurves {
  readonly name: string
  readonly epochs: readonly EpochNumbers[]
  /** The epoch whose parameters were kept; of a stage in several parts, none. */
  readonly bestEpoch?: number
}

export interface EpochNumbers {
  /** Of a stage that trains one thing after another, which: `layer 2 of 3`. Epochs count from 1 in each. */
  readonly part?: string
  readonly epoch: number
  readonly seconds: number
  readonly examplesPerSecond: number
  /** Term → mean over the training examples; NaN and infinities are allowed and shown as such. */
  readonly train: Readonly<Record<string, number>>
  readonly validation?: Readonly<Record<string, number>>
}

export interface Figure {
  readonly title: string
  readonly caption: string
  readonly png: Uint8Array
  /** Width of the PNG, in pixels: also the widest that it is shown, in CSS pixels. */
  readonly width: number
  /** Height of the PNG, in pixels. */
  readonly height: number
  /** Names of the rows of a grid of equally high rows, from the top. */
  readonly rowLabels?: readonly string[]
}

/** Examples in a plane, and for each of many places x̃ the arrow to where the model moves it, r(x̃). */
export interface VectorField {
  readonly title: string
  readonly caption: string
  /** The part of the plane that is shown; what is outside of it is left out. */
  readonly x: readonly [low: number, high: number]
  readonly y: readonly [low: number, high: number]
  readonly points: readonly (readonly [x: number, y: number])[]
  /** Points of what the examples lie around, near enough to each other to look like a line. */
  readonly manifold?: readonly (readonly [x: number, y: number])[]
  /** Where it begins, and what it adds; NaN and infinities are allowed, left out, and counted. */
  readonly arrows: readonly (readonly [x: number, y: number, dx: number, dy: number])[]
}

/** Points of a plane, each group in a colour of its own. */
export interface Scatter {
  readonly title: string
  readonly caption: string
  readonly xLabel: string
  readonly yLabel: string
  /** The part of the plane that is shown; what is outside of it is left out. */
  readonly x: readonly [low: number, high: number]
  readonly y: readonly [low: number, high: number]
  readonly groups: readonly ScatterGroup[]
  /** Drawn upon all groups, as crosses. */
  readonly marks?: ScatterGroup
}

export interface ScatterGroup {
  readonly label: string
  /** NaN and infinities are allowed, left out, and counted. */
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** One measurement's curve, of the model and of whatever baselines have it. */
export interface MeasuredCurve {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly caption?: string
  /** The model's first. */
  readonly lines: readonly MeasuredLine[]
}

export interface MeasuredLine {
  readonly label: string
  /** The measurement that sums up the line. */
  readonly value: number
  readonly unit?: string
  readonly x: readonly number[]
  /** As many as `x`; NaN and infinities are allowed and shown as such. */
  readonly y: readonly number[]
}

/** One measurement's matrix, of the model or of a baseline. */
export interface MeasuredMatrix extends Matrix {
  /** Of the measurement that sums it up. */
  readonly title: string
  /** Of the model or the baseline. */
  readonly label: string
  readonly value: number
  readonly unit?: string
}

export interface Timing {
  readonly label: string
  readonly seconds: number
}
