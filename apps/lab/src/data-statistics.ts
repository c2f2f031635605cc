import type { DataSpec, Split } from '@hourglass/core'

import { dataBatches } from './data-batches.js'

/** Of all numbers of some examples, all dimensions together. */
export interface NumberStatistics {
  readonly examples: number
  /** NaN, as all that follow, where there are no examples. */
  readonly mean: number
  /** √(Σ(x − mean)² / n), of the numbers that there are: not an estimate. */
  readonly standardDeviation: number
  readonly min: number
  readonly max: number
  /** The fraction that is exactly 0. */
  readonly zeros: number
  /** Of each dimension: for pictures, the mean picture. */
  readonly meanExample: Float64Array
}

export interface SplitStatistics {
  readonly all: NumberStatistics
  /** By class; absent where there are no labels. */
  readonly classes?: readonly NumberStatistics[]
  /** By dimension. */
  readonly dimensions: readonly Omit<NumberStatistics, 'meanExample' | 'examples'>[]
}

/** Reads a split once. Sums are float64 about a value of each dimension, so that a far-off mean costs no digits. */
export async function splitStatistics(split: Split, spec: DataSpec, signal: AbortSignal): Promise<SplitStatistics> {
  const { dimensions, classes } = spec
  const origin = split.rows([0])
  const groups = Array.from({ length: split.labels === undefined ? 1 : (classes ?? 1) }, () => new Sums(origin))
  for await (const { rows, start, size } of dataBatches(split, signal))
    for (let row = 0; row < size; row++) {
      const group = groups[split.labels?.[start + row] ?? 0]
      group?.add(rows.subarray(row * dimensions, (row + 1) * dimensions))
    }
  const whole = groups.reduce((sum, group) => sum.plus(group), new Sums(origin))
  return {
    all: whole.statistics(),
    ...(split.labels !== undefined && { classes: groups.map((group) => group.statistics()) }),
    dimensions: Array.from({ length: dimensions }, (_, dimension) => whole.ofDimension(dimension)),
  }
}

/** Sums of x − o and (x − o)² of each dimension, o being a value near by. */
class Sums {
  #examples = 0
  readonly #first: Float64Array
  readonly #second: Float64Array
  readonly #zeros: Float64Array
  readonly #min: Float64Array
  readonly #max: Float64Array

  constructor(readonly origin: Float32Array) {
    this.#first = new Float64Array(origin.length)
    this.#second = new Float64Array(origin.length)
    this.#zeros = new Float64Array(origin.length)
    this.#min = new Float64Array(origin.length).fill(Infinity)
    this.#max = new Float64Array(origin.length).fill(-Infinity)
  }

  add(example: Float32Array): void {
    this.#examples++
    for (let place = 0; place < example.length; place++) {
      const x = example[place]!
      const shifted = x - this.origin[place]!
      this.#first[place]! += shifted
      this.#second[place]! += shifted * shifted
      if (x === 0) this.#zeros[place]!++
      if (x < this.#min[place]!) this.#min[place] = x
      if (x > this.#max[place]!) this.#max[place] = x
    }
  }

  /** Both together; this one is left alone. */
  plus(other: Sums): Sums {
    const sum = new Sums(this.origin)
    sum.#examples = this.#examples + other.#examples
    for (let place = 0; place < this.origin.length; place++) {
      sum.#first[place] = this.#first[place]! + other.#first[place]!
      sum.#second[place] = this.#second[place]! + other.#second[place]!
      sum.#zeros[place] = this.#zeros[place]! + other.#zeros[place]!
      sum.#min[place] = Math.min(this.#min[place]!, other.#min[place]!)
      sum.#max[place] = Math.max(this.#max[place]!, other.#max[place]!)
    }
    return sum
  }

  ofDimension(place: number) {
    const n = this.#examples
    const mean = this.#first[place]! / n
    return {
      mean: this.origin[place]! + mean,
      standardDeviation: Math.sqrt(Math.max(0, this.#second[place]! / n - mean * mean)),
      min: n === 0 ? Number.NaN : this.#min[place]!,
      max: n === 0 ? Number.NaN : this.#max[place]!,
      zeros: this.#zeros[place]! / n,
    }
  }

  /** Over all dimensions: the variance is the mean of theirs, plus the variance of their means. */
  statistics(): NumberStatistics {
    const each = Array.from(this.origin, (_, place) => this.ofDimension(place))
    const meanOf = (of: (one: (typeof each)[number]) => number): number =>
      each.reduce((sum, one) => sum + of(one), 0) / each.length
    const mean = meanOf((one) => one.mean)
    return {
      examples: this.#examples,
      mean,
      standardDeviation: Math.sqrt(meanOf((one) => one.standardDeviation ** 2 + (one.mean - mean) ** 2)),
      min: each.reduce((least, { min }) => Math.min(least, min), Infinity),
      max: each.reduce((most, { max }) => Math.max(most, max), -Infinity),
      zeros: meanOf((one) => one.zeros),
      meanExample: Float64Array.from(each, (one) => one.mean),
    }
  }
}
