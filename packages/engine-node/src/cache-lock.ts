import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { stopIfAborted } from './stopped.js'

const beatMs = 5_000
const forgottenMs = 60_000

export interface LockOptions {
  readonly signal?: AbortSignal
  /** Called once where another process holds the lock. */
  readonly onWait?: () => void
  readonly pollMs?: number
}

/**
 * Runs `action` while holding a lock file, waiting for another process that has it. The holder touches the file every
 * 5 s; a lock is taken over where its process is gone (same host) or it was not touched for a minute (any host).
 */
export async function withLock<Result>(
  file: string,
  { signal, onWait, pollMs = 250 }: LockOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(file), { recursive: true })
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() })
  for (let tries = 0; !(await take(file, mine)); tries++) {
    if (await breakForgotten(file)) continue
    if (tries === 0) onWait?.()
    await sleep(pollMs)
    stopIfAborted(signal)
  }
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), beatMs)
  try {
    return await action()
  } finally {
    clearInterval(beat)
    await rm(file, { force: true })
  }
}

async function take(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function breakForgotten(file: string): Promise<boolean> {
  try {
    const held = await readFile(file, 'utf8')
    const age = Date.now() - (await stat(file)).mtimeMs
    if (age < forgottenMs && !holderIsGone(held)) return false
    // By renaming, so that of two processes that notice at once only one takes it away …
    const aside = `${file}.${process.pid}`
    await rename(file, aside)
    // … and, should the other have taken the lock anew in between, it gets it back.
    if ((await readFile(aside, 'utf8')) === held) await rm(aside, { force: true })
    else await rename(aside, file)
    return true
  } catch {
    return false
  }
}

function holderIsGone(held: string): boolean {
  try {
    const { pid, host } = JSON.parse(held) as { pid: number; host: string }
    if (host !== hostname()) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    // ESRCH: no such process. EPERM: another user's, alive. A file not yet written to the end: wait for its age.
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
