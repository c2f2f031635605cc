import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, hostname } from 'node:os'
import { join } from 'node:path'

import { cacheFolder } from '@hourglass/core'

/** What one process may take of this machine's cores. */
export interface CoreShare {
  readonly threads: number
  readonly cores: number
  /** Other processes that compute on this machine. */
  readonly others: number
  /** `2 threads`, `1 of 2 threads: another run is using this machine; --threads sets the number`. */
  readonly description: string
  /** Takes the announcement back; the end of the process does it too. */
  release(): void
}

export interface CoreShareOptions {
  /** This many, whoever else is there; it is announced all the same. Default: the share. */
  readonly threads?: number | undefined
  /** Default: all that this process may use. */
  readonly cores?: number
  /** Where processes announce themselves. Default: `<cache folder>/running`. */
  readonly folder?: string
}

/**
 * Announces this process as one that computes, and gives it its share of the cores: max(1, ⌊cores / processes⌋). The
 * native library is slower with more threads than cores, and cannot change their number later; so a process that was
 * there first keeps what it has. Call it once per process.
 *
 * An announcement is a file `<host>-<pid>`. Those of processes that are gone (killed, power failure) count for nothing
 * and are deleted. Where the folder cannot be written or read, nothing is shared: never an error.
 */
export function claimCores(options: CoreShareOptions = {}): CoreShare {
  const { cores = availableParallelism(), folder = join(cacheFolder(), 'running') } = options
  const mine = `${prefix()}${process.pid}`
  const release = (): void => {
    process.off('exit', release)
    remove(join(folder, mine))
  }
  let others = 0
  try {
    mkdirSync(folder, { recursive: true })
    // First announced, then counted: of two that start together both see the other.
    writeFileSync(join(folder, mine), startOf(process.pid))
    process.once('exit', release)
    others = readdirSync(folder).filter((name) => name !== mine && isRunning(folder, name)).length
  } catch {
    // Nobody can be told or asked.
  }
  const threads = options.threads ?? Math.max(1, Math.floor(cores / (others + 1)))
  const description = describe(threads, cores, options.threads === undefined ? others : 0)
  return { threads, cores, others, description, release }
}

function describe(threads: number, cores: number, others: number): string {
  if (threads >= cores) return `${threads} ${threads === 1 ? 'thread' : 'threads'}`
  const share = `${threads} of ${cores} threads`
  if (others === 0) return share
  const who = others === 1 ? 'another run is' : `${others} other runs are`
  return `${share}: ${who} using this machine; --threads sets the number`
}

function prefix(): string {
  return `${encodeURIComponent(hostname())}-`
}

/** Whether this file announces a process of this machine that is alive; deletes it where that one is gone. */
function isRunning(folder: string, name: string): boolean {
  // Another machine with the same home folder takes nothing of this one's cores.
  if (!name.startsWith(prefix())) return false
  const pid = Number(name.slice(prefix().length))
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  const file = join(folder, name)
  try {
    // Throws ESRCH where there is no such process. EPERM: it lives, and is another user's.
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return remove(file)
  }
  const announced = read(file)
  // Not yet written to the end, or no Linux: the number must do. Else another process may have got it since.
  return announced === '' || announced === startOf(pid) || remove(file)
}

/** When a process was started, in ticks since the machine was; empty where the system does not tell (not Linux). */
function startOf(pid: number): string {
  // After the name, in brackets: the 3rd field on. The 3rd is its state, the 22nd when it was started.
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)!.split(' ') ?? []
  return fields[0] === 'Z' ? 'ended, and nobody has asked how' : (fields[19] ?? '')
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function remove(file: string): false {
  try {
    rmSync(file, { force: true })
  } catch {
    // Another user's: left as it is.
  }
  return false
}
