import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import { lockRun } from './run-lock.js'
import { TEMPORARY, writeAtomically } from './write-atomically.js'

/**
 * One run's folder. `result.json` is written last, atomically: a folder without it is an unfinished run, whatever else
 * it holds.
 */
export class RunDirectory {
  #unlock: (() => void) | undefined
  readonly #previous: string

  constructor(readonly path: string) {
    this.#previous = `${path}.previous`
  }

  static of(runs: string, name: string, id: string): RunDirectory {
    return new RunDirectory(join(runs, `${name}-${id}`))
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /** The result of a finished run, or `undefined`. A result that cannot be read counts as unfinished. */
  finished<Result>(): Result | undefined {
    if (!existsSync(this.file('result.json'))) return undefined
    try {
      const result = JSON.parse(readFileSync(this.file('result.json'), 'utf8')) as {
        rows?: unknown
        stages?: unknown
      } | null
      return Array.isArray(result?.rows) && Array.isArray(result?.stages) ? (result as Result) : undefined
    } catch {
      return undefined
    }
  }

  /**
   * Locks the run and makes its folder. What an unfinished run left there stays, for `Checkpoints` to look at. A finished
   * run is put aside until this one is finished too.
   *
   * @returns what was there
   * @throws HourglassError `run-in-progress` where another process is at it
   */
  start(): 'nothing' | 'unfinished' | 'finished' {
    mkdirSync(dirname(this.path), { recursive: true })
    this.#unlock = lockRun(`${this.path}.lock`)
    const present = !existsSync(this.path) ? 'nothing' : this.finished() === undefined ? 'unfinished' : 'finished'
    if (present === 'finished') {
      rmSync(this.#previous, { recursive: true, force: true })
      renameSync(this.path, this.#previous)
    }
    if (present === 'unfinished') this.#removeTemporary()
    else this.#make()
    return present
  }

  /** Removes all that an unfinished run has left. */
  empty(): void {
    rmSync(this.path, { recursive: true, force: true })
    this.#make()
  }

  /** What a process that was killed while it wrote has left: a name with a number after it. */
  #removeTemporary(): void {
    for (const name of readdirSync(this.path, { recursive: true, encoding: 'utf8' }))
      if (TEMPORARY.test(name)) rmSync(join(this.path, name), { force: true })
  }

  #make(): void {
    // One by one: a recursive mkdir hides why it failed (it says ENOENT on a read-only file system).
    mkdirSync(this.path)
    mkdirSync(this.file('checkpoints'))
  }

  /** Cuts a log back to its first bytes. */
  cut(name: string, bytes: number): void {
    if (existsSync(this.file(name))) truncateSync(this.file(name), bytes)
  }

  /** Writes the result, which makes the run a finished one. */
  finish(result: unknown): void {
    this.writeJson('result.json', result)
    rmSync(this.#previous, { recursive: true, force: true })
  }

  /** Gives the run free; call it last, whatever happened. A finished run that was put aside comes back. */
  release(): void {
    if (this.#unlock === undefined) return
    if (existsSync(this.#previous) && !existsSync(this.file('result.json'))) {
      rmSync(this.path, { recursive: true, force: true })
      renameSync(this.#previous, this.path)
    }
    this.#removeEmpty()
    this.#unlock()
    this.#unlock = undefined
  }

  /** A run that was refused before it wrote anything leaves no folder. */
  #removeEmpty(): void {
    if (!existsSync(this.path)) return
    const entries = readdirSync(this.path, { recursive: true })
    if (entries.length === 1 && entries[0] === 'checkpoints') rmSync(this.path, { recursive: true })
  }

  /** Temporary file, fsync, rename. */
  write(name: string, content: string | Uint8Array): void {
    writeAtomically(this.file(name), content)
  }

  writeJson(name: string, value: unknown): void {
    this.write(name, `${JSON.stringify(value, null, 2)}\n`)
  }

  /** One line of a log. */
  append(name: string, value: unknown): void {
    const file = openSync(this.file(name), 'a')
    try {
      appendFileSync(file, `${JSON.stringify(value)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }
}
