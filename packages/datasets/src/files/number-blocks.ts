import { checkAmount } from './examples.js'

/** Rows that come one at a time, nobody knows how many: kept in blocks, so that no large array is ever copied to grow. */
export class NumberBlocks {
  readonly #blocks: Float32Array[] = []
  #filled = 0
  count = 0

  constructor(
    readonly dimensions: number,
    readonly source: string,
  ) {}

  append(row: Float32Array): void {
    let block = this.#blocks.at(-1)
    if (block === undefined || this.#filled === block.length) {
      // The first block is small: most files are.
      const rows = Math.max(1, Math.floor((block === undefined ? 2 ** 12 : 2 ** 20) / this.dimensions))
      checkAmount((this.count + 1) * this.dimensions, this.source)
      this.#blocks.push((block = new Float32Array(rows * this.dimensions)))
      this.#filled = 0
    }
    block.set(row, this.#filled)
    this.#filled += this.dimensions
    this.count++
  }

  /** All rows in one array; this is empty afterwards. */
  take(): Float32Array {
    const all = new Float32Array(this.count * this.dimensions)
    let at = 0
    for (let block = this.#blocks.shift(); block !== undefined; block = this.#blocks.shift()) {
      all.set(block.subarray(0, Math.min(block.length, all.length - at)), at)
      at += block.length
    }
    this.count = 0
    return all
  }
}
