/** The sums of a `RunningMean`. */
export type Sums = { readonly examples: number; readonly sums: Readonly<Record<string, number>> }

/** Means of named numbers over examples; sums in float64, in the order of the batches. */
export class RunningMean {
  readonly #sums: Map<string, number>
  #examples: number

  constructor({ examples, sums }: Sums = { examples: 0, sums: {} }) {
    this.#sums = new Map(Object.entries(sums))
    this.#examples = examples
  }

  add(values: Readonly<Record<string, number>>, examples: number): void {
    for (const [name, value] of Object.entries(values))
      this.#sums.set(name, (this.#sums.get(name) ?? 0) + value * examples)
    this.#examples += examples
  }

  means(): Record<string, number> {
    return Object.fromEntries([...this.#sums].map(([name, sum]) => [name, sum / this.#examples]))
  }

  /** Where it stands: a `RunningMean` made of it goes on alike. */
  sums(): Sums {
    return { examples: this.#examples, sums: Object.fromEntries(this.#sums) }
  }
}
