/** Seconds between two lines about the same thing where there is no terminal. */
const LINE_EVERY = 10

/**
 * Shows what a data set says while it is loaded, made or downloaded: a message that carries on the one before it
 * (`downloading x: 2.1 of 9.9 MB`, or `200 of 900 examples`) takes its line on a terminal, and is told now and then elsewhere. Writes to standard
 * error.
 */
export class DataProgress {
  readonly #stream: NodeJS.WriteStream
  #about: string | undefined
  #last = 0
  /** Characters of the line that is not ended yet; 0 where there is none. */
  #open = 0

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
  }

  readonly tell = (message: string): void => {
    const about = message.replace(/(?:^|:\s*)\d[^:]*$/, '')
    const continues = about === this.#about
    this.#about = about
    if (this.#stream.isTTY) {
      // Some terminals do not tell their width.
      const columns = this.#stream.columns || 80
      // A line that has wrapped is several ones, and stays.
      const replaces = continues && this.#open < columns
      if (this.#open > 0) this.#stream.write(replaces ? '\r\u001B[2K' : '\n')
      const line = continues ? shortened(message, columns) : message
      this.#stream.write(line)
      this.#open = line.length
      return
    }
    const now = performance.now()
    if (continues && now - this.#last < LINE_EVERY * 1000) return
    this.#last = now
    this.#stream.write(`${message}\n`)
  }

  /** Ends the line; call it last. */
  finish(): void {
    if (this.#open > 0) this.#stream.write('\n')
    this.#open = 0
  }
}

/** Its middle left out, where it would wrap. */
function shortened(message: string, columns: number): string {
  const most = columns - 1
  if (message.length <= most) return message
  const tail = message.slice(message.lastIndexOf(': '))
  return tail.length + 2 > most ? message.slice(0, most) : `${message.slice(0, most - tail.length - 1)}…${tail}`
}
