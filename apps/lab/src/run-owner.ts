import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'

interface Owner {
  readonly pid: number
  readonly host: string
}

const FILE = 'owner.json'

/** Marks a run's folder as written to by this process. */
export function claimRun(path: string): void {
  writeFileSync(join(path, FILE), JSON.stringify({ pid: process.pid, host: hostname() } satisfies Owner))
}

export function releaseRun(path: string): void {
  rmSync(join(path, FILE), { force: true })
}

/**
 * Refuses a folder that another living process writes to. The mark of a process that is gone (killed, power failure)
 * counts for nothing; that of another machine cannot be looked into and counts.
 *
 * @throws HourglassError `run-in-progress`
 */
export function requireUnclaimed(path: string): void {
  const owner = readOwner(join(path, FILE))
  if (owner === undefined || owner.pid === process.pid) return
  if (owner.host === hostname() && !isAlive(owner.pid)) return
  throw new HourglassError('run-in-progress', `process ${owner.pid} on ${owner.host} is at this very run`, {
    place: { source: path },
    remedy: `wait for it, or choose another folder with --runs; if it is not running, delete ${join(path, FILE)}`,
  })
}

function readOwner(file: string): Owner | undefined {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Owner) : undefined
  } catch {
    // Half-written by a process that is gone.
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
