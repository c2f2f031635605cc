/** Means of named numbers over examples; sums in float64, in the order of the batches. */
export class RunningMean {
  readonly #sums = new Map<string, number>()
  #examples = 0

  add(values: Readonly<Record<string, number>>, examples: number): void {
    for (const [name, value] of Object.entries(values))
      this.#sums.set(name, (this.#sums.get(name) ?? 0) + value * examples)
    this.#examples += examples
  }

  means(): Record<string, number> {
    return Object.fromEntries([...this.#sums].map(([name, sum]) => [name, sum / this.#examples]))
  }
}
