import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'

import { HourglassError } from '@hourglass/core'

export interface Owner {
  readonly pid: number
  readonly host: string
}

/**
 * Claims a run for this process by a file that only one process can make. The file of a process that is gone (killed,
 * power failure) counts for nothing; that of another machine cannot be looked into and counts.
 *
 * @returns what gives the run free again
 * @throws HourglassError `run-in-progress` where another process is at it
 */
export function lockRun(file: string): () => void {
  const release = (): void => rmSync(file, { force: true })
  const owner: Owner = { pid: process.pid, host: hostname() }
  for (;;)
    try {
      writeFileSync(file, JSON.stringify(owner), { flag: 'wx' })
      return release
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      refuseLiving(file)
      release()
    }
}

/** The process that is at a run, which may be this one; `undefined`: none, or one that is gone. */
export function runOwner(file: string): Owner | undefined {
  const owner = readOwner(file)
  return owner?.host === hostname() && !isAlive(owner.pid) ? undefined : owner
}

function refuseLiving(file: string): void {
  const owner = runOwner(file)
  if (owner === undefined || owner.pid === process.pid) return
  throw new HourglassError('run-in-progress', `process ${owner.pid} on ${owner.host} is at this very run`, {
    place: { source: file },
    remedy: 'wait for it, or choose another folder with --runs; if it is not running, delete this file',
  })
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner
  } catch {
    // Half-written by a process that is gone, or gone by now.
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
