import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { stringify } from 'yaml'

import type { EngineOptions } from './choose-engine.js'
import type { SweepJob } from './sweep-job.js'
import { writeAtomically } from './write-atomically.js'

const COMMAND = join(import.meta.dirname, '..', 'bin', 'hourglass.js')

export interface JobSettings {
  /** The folder of run directories. */
  readonly runs: string
  /** The sweep's own folder. */
  readonly out: string
  readonly engine: EngineOptions
  /** For runs side by side; absent: as `hourglass run` would have it. */
  readonly threads?: number | undefined
  /** Told what the run writes to its standard error. */
  readonly onOutput?: ((text: string) => void) | undefined
}

export interface EndedJob {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  readonly log: string
}

export interface StartedJob {
  readonly child: ChildProcess
  readonly ended: Promise<EndedJob>
}

/**
 * Starts `hourglass run` on a job, in a process of its own: what ends it ends no other job. The experiment is handed over
 * as a file with every default written out, which stays in the sweep's folder as `jobs/<run>.yaml`; what the run says is
 * kept as `logs/<run>.log`.
 */
export function startJob({ experiment, run, label }: SweepJob, settings: JobSettings): StartedJob {
  const file = join(settings.out, 'jobs', `${run}.yaml`)
  const log = join(settings.out, 'logs', `${run}.log`)
  for (const path of [file, log]) mkdirSync(dirname(path), { recursive: true })
  writeAtomically(file, `# ${label}\n${stringify(experiment)}`)
  const child = spawn(
    process.execPath,
    [COMMAND, 'run', file, '--json', '--runs', settings.runs, ...engineArgs(settings)],
    {
      // The result is read from the run's directory.
      stdio: ['ignore', 'ignore', 'pipe'],
      // Ctrl-C in a terminal goes to all processes of a group: a run must hear it once, from us.
      detached: true,
      // Not as --threads, which would also hold for a run that began with another number and is gone on with.
      env: { ...process.env, ...(settings.threads && { HOURGLASS_THREADS: String(settings.threads) }) },
    },
  )
  return { child, ended: listen(child, log, settings) }
}

function listen(child: ChildProcess, log: string, { onOutput }: JobSettings): Promise<EndedJob> {
  const file = createWriteStream(log, { flags: 'a' })
  // A log that cannot be written ends no training.
  file.on('error', () => {})
  let stderr = ''
  child.stderr!.on('data', (data: Buffer) => {
    stderr = (stderr + data.toString()).slice(-MOST)
    file.write(data)
    onOutput?.(data.toString())
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      file.end()
      resolve({ code, signal, stderr, log })
    })
  })
}

/** Characters of what a run says that are held: an error is at its end. */
const MOST = 20_000

function engineArgs({ engine }: JobSettings): string[] {
  const { engine: name, compile, precision, threads } = engine
  return Object.entries({ engine: name, compile, precision, threads }).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option}`, String(value)],
  )
}
