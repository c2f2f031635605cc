import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'hourglass.js')

/** Runs the built command as a user does, in a process of its own. For tests. */
export function startHourglass(args: readonly string[], options: { env?: NodeJS.ProcessEnv; via?: string[] } = {}) {
  const [command, ...before] = [...(options.via ?? []), process.execPath]
  const child = spawn(command!, [...before, BIN, ...args], { env: { ...process.env, ...options.env } })
  let stdout = ''
  let stderr = ''
  const listeners: (() => void)[] = []
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString()
    for (const listener of listeners) listener()
  })
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  /** Resolves when standard error holds this text, or the process has ended. */
  const said = (text: string): Promise<unknown> =>
    Promise.race([
      finished,
      new Promise<void>((resolve) => {
        const look = (): void => void (stderr.includes(text) && resolve())
        listeners.push(look)
        look()
      }),
    ])
  return { child, finished, said }
}

export function hourglass(
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; via?: string[] } = {},
): Promise<Finished> {
  return startHourglass(args, options).finished
}
