import { type ChildProcess, spawn } from 'node:child_process'

import { stopIfAborted } from './stopped.js'

export interface CommandOptions {
  /** Ends the command and all that it started. The promise then rejects with what `stopIfAborted` throws. */
  readonly signal?: AbortSignal
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

export interface CommandResult {
  /** Exit status; `null` where a signal ended it or it could not be started. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Set where there is no such command, or it may not be run. */
  readonly notStarted?: string
  readonly stdout: string
  /** The last 8,000 characters of both streams, as they came. */
  readonly output: string
}

export type RunCommand = (
  command: string,
  commandArguments: readonly string[],
  options?: CommandOptions,
) => Promise<CommandResult>

const kept = 8_000
const graceMs = 1_000

/** Runs a command without a shell and without input. Fails only by abort: exit status and absence are in the result. */
export const runCommand: RunCommand = async (command, commandArguments, options = {}) => {
  const { signal, cwd, env } = options
  stopIfAborted(signal)
  const result = await new Promise<CommandResult>((resolve) => {
    // Its own process group, so that the compiler below a build script, or pip's helper, ends with it.
    const detached = process.platform !== 'win32'
    const child = spawn(command, commandArguments, { cwd, env, detached, stdio: ['ignore', 'pipe', 'pipe'] })
    const end = () => endGroup(child)
    const endAtOnce = () => send(child, 'SIGKILL')
    let [stdout, output] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk).slice(-kept)
      output = (output + chunk).slice(-kept)
    })
    child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk).slice(-kept)))
    signal?.addEventListener('abort', end, { once: true })
    process.once('exit', endAtOnce)
    const finish = (rest: Pick<CommandResult, 'code' | 'signal' | 'notStarted'>) => {
      signal?.removeEventListener('abort', end)
      process.removeListener('exit', endAtOnce)
      resolve({ ...rest, stdout, output })
    }
    child.once('error', (error) => finish({ code: null, signal: null, notStarted: error.message }))
    child.once('close', (code, endedBy) => finish({ code, signal: endedBy }))
  })
  stopIfAborted(signal)
  return result
}

function endGroup(child: ChildProcess): void {
  send(child, 'SIGTERM')
  // What ignores the polite request, and what the group's first process left behind, goes a moment later.
  setTimeout(() => send(child, 'SIGKILL'), graceMs)
}

function send(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' })
    else process.kill(-child.pid, signal)
  } catch {
    // Already gone.
  }
}

/** The last line of a command's output that says something, for a one-line message. */
export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? ''
}
