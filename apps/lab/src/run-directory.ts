import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { contentHash, type EngineName, type Experiment } from '@hourglass/core'
import { sync as writeFileAtomic } from 'write-file-atomic'

import { claimRun, releaseRun, requireUnclaimed } from './run-owner.js'

/** Names a run: what is computed (the experiment without its words) and on which engine, as both decide the bits. */
export function runId(experiment: Experiment, engine: EngineName): string {
  const { description: _, ...computed } = experiment
  return contentHash({ experiment: computed, engine }).slice(0, 12)
}

/**
 * One run's folder. `result.json` is written last, atomically: a folder without it is an unfinished run, whatever else
 * it holds.
 */
export class RunDirectory {
  constructor(readonly path: string) {}

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
      return JSON.parse(readFileSync(this.file('result.json'), 'utf8')) as Result
    } catch {
      return undefined
    }
  }

  /**
   * Makes the folder, empty: what an unfinished run left there is of no use. Returns whether there was one.
   *
   * @throws HourglassError `run-in-progress` where another process is at it
   */
  start(): boolean {
    const leftOver = existsSync(this.path)
    requireUnclaimed(this.path)
    if (leftOver) rmSync(this.path, { recursive: true, force: true })
    mkdirSync(dirname(this.path), { recursive: true })
    // One by one: a recursive mkdir hides why it failed (it says ENOENT on a read-only file system).
    mkdirSync(this.path)
    claimRun(this.path)
    mkdirSync(this.file('checkpoints'))
    return leftOver
  }

  /** Writes the result, which makes the run a finished one. */
  finish(result: unknown): void {
    this.writeJson('result.json', result)
    releaseRun(this.path)
  }

  /** Temporary file, fsync, rename. */
  write(name: string, content: string | Uint8Array): void {
    writeFileAtomic(this.file(name), content as string | Buffer)
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
