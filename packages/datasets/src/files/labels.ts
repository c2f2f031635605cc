/** The class of each example, as the file names it. */
export interface Labels {
  /** Which of the names, for each example. */
  readonly codes: Uint8Array
  /** Different ones, in the order in which they were met; integers as `String` writes them. */
  readonly names: readonly string[]
}

/** As many as fit the bytes in which a split keeps its labels. */
export const MAX_CLASSES = 256

/** Collects labels one at a time; two numbers written differently are one label. */
export class LabelCollector {
  readonly #places = new Map<string, number>()
  #codes = new Uint8Array(1024)
  #count = 0

  /** False where this is the 257th different one. */
  add(label: string | number): boolean {
    const name = canonical(label)
    let code = this.#places.get(name)
    if (code === undefined) {
      if (this.#places.size === MAX_CLASSES) return false
      this.#places.set(name, (code = this.#places.size))
    }
    if (this.#count === this.#codes.length) {
      const longer = new Uint8Array(2 * this.#count)
      longer.set(this.#codes)
      this.#codes = longer
    }
    this.#codes[this.#count++] = code
    return true
  }

  finish(): Labels {
    return { codes: this.#codes.slice(0, this.#count), names: [...this.#places.keys()] }
  }
}

/** `3`, `3.0` and `3.000e+00` are one class. */
function canonical(label: string | number): string {
  if (typeof label === 'number') return String(label === 0 ? 0 : label)
  const text = label.trim()
  const number = /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) ? String(number === 0 ? 0 : number) : text
}
