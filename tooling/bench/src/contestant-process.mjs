// A contestant lives as long as its row: requests and replies are lines of JSON on its stdin and stdout.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Lines of stderr that an error quotes. */
const QUOTED = 8

/** A contestant that this machine lacks something for. */
export class Skipped extends Error {}

export class ContestantProcess {
  #child
  #waiting
  #errors = []
  #ended

  constructor({ id, title, command, parameters, rounded = false }, environment) {
    Object.assign(this, { id, title, rounded, parameters, startedAt: performance.now() })
    this.#child = spawn(command, parameters, { env: { ...process.env, ...environment } })
    this.#child.on('error', ({ code, message }) =>
      this.#end(code === 'ENOENT' ? `there is no ${command}` : message, Skipped),
    )
    this.#child.on('exit', (code, signal) => this.#end(`it ended with ${signal ?? code}`))
    this.#child.stdin.on('error', () => {})
    createInterface({ input: this.#child.stderr }).on('line', (line) => {
      this.#errors = [...this.#errors, line].slice(-QUOTED)
    })
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#waiting?.resolve(JSON.parse(line))
      this.#waiting = undefined
    })
  }

  get pid() {
    return this.#child.pid
  }

  /**
   * One request at a time.
   *
   * @throws Skipped, or Error where the contestant says so or has ended
   */
  async ask(request) {
    const reply = await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      if (this.#ended !== undefined) reject(this.#ended)
      else this.#child.stdin.write(`${JSON.stringify(request)}\n`)
    })
    if (reply.skipped !== undefined) throw new Skipped(reply.skipped)
    if (reply.error !== undefined) throw new Error(reply.error)
    return reply
  }

  async close() {
    if (this.#ended !== undefined) return
    const gone = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.stdin.end()
    const impatient = setTimeout(() => this.#child.kill('SIGKILL'), 5000)
    await gone
    clearTimeout(impatient)
  }

  #end(reason, Kind = Error) {
    this.#ended ??= new Kind([reason, ...this.#errors].join('\n'))
    this.#waiting?.reject(this.#ended)
    this.#waiting = undefined
  }
}
