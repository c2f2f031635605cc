/** What an engine warns of: told at once to whoever runs on it, and kept for the notes of that run. */
export class EngineWarnings {
  /** Warned of outside of any run: of the engine itself, so true of each of its runs. */
  readonly #standing: string[] = []
  #run: { readonly heard: string[]; readonly tell: (text: string) => void } | undefined

  /** To be handed to the engine. */
  readonly warn = (message: string): void => {
    if (this.#run === undefined) return void this.#standing.push(message)
    if (this.#run.heard.includes(message)) return
    this.#run.heard.push(message)
    this.#run.tell(`warning: ${message}`)
  }

  /** Begins a run: `heard` holds what was warned of before, and grows with what comes until `end`. */
  begin(tell: (text: string) => void): { readonly heard: readonly string[]; end(): void } {
    const run = { heard: [], tell }
    this.#run = run
    for (const message of this.#standing) this.warn(message)
    const end = (): void => {
      if (this.#run === run) this.#run = undefined
    }
    return { heard: run.heard, end }
  }
}
