import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { writeAtomically } from './write-atomically.js'

/** Why a job failed: kept until it is tried again. */
export interface JobFailure {
  readonly job: string
  /** What `hourglass run` said. */
  readonly error: string
  readonly code: number | null
  readonly signal: string | null
  readonly failedAt: string
  readonly log: string
}

export function failureOf(out: string, run: string): JobFailure | undefined {
  const file = fileOf(out, run)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JobFailure) : undefined
}

export function keepFailure(out: string, run: string, failure: JobFailure): void {
  mkdirSync(dirname(fileOf(out, run)), { recursive: true })
  writeAtomically(fileOf(out, run), `${JSON.stringify(failure, null, 2)}\n`)
}

export function forgetFailure(out: string, run: string): void {
  rmSync(fileOf(out, run), { force: true })
}

function fileOf(out: string, run: string): string {
  return join(out, 'failed', `${run}.json`)
}

const DETAIL = /^ {2}(?:expected|try|also): /
const LONGEST = 2000

/** The error at the end of what a command wrote: its message and the details below it. */
export function errorIn(stderr: string, code: number | null, signal: string | null): string {
  if (signal !== null) return `the process was ended by ${signal}`
  const lines = stderr.trimEnd().split('\n')
  const unexpected = lines.findLastIndex((line) => line.startsWith('hourglass: an unexpected error'))
  if (unexpected >= 0) return lines.slice(unexpected).join('\n').slice(0, LONGEST)
  // What Node writes of an error that nobody caught: file, line, the error, the stack, its own version.
  const uncaught = lines.at(-1)!.startsWith('Node.js v') ? lines.findLastIndex((line) => /^\w*Error\b/.test(line)) : -1
  if (uncaught >= 0) return lines.slice(uncaught, -1).join('\n').trim().slice(0, LONGEST)
  const details = lines.length - 1 - lines.findLastIndex((line) => !DETAIL.test(line))
  const told = lines
    .slice(-details - 1)
    .join('\n')
    .trim()
  return told === '' ? `the process ended with ${code}` : told.slice(0, LONGEST)
}
