import { spawn } from 'node:child_process'
import { join } from 'node:path'

import { type Engine, HourglassError } from '@hourglass/core'

import { chooseEngine, type EngineOptions } from './choose-engine.js'

/** What of an engine is part of a run's identity. */
export interface EngineIdentity extends Pick<Engine, 'name' | 'facts'> {
  /** Why this engine, in words. */
  readonly reason: string
}

/** Chooses the engine and writes what it is, or why there is none, as JSON; for a process of its own. */
export async function tellEngine(options: EngineOptions): Promise<void> {
  process.stdout.write(JSON.stringify(await identityOf(options)))
}

async function identityOf(options: EngineOptions): Promise<{ identity: EngineIdentity } | { refused: object }> {
  try {
    const { engine, reason } = await chooseEngine(options)
    const identity = { name: engine.name, facts: engine.facts, reason }
    engine.dispose()
    return { identity }
  } catch (error) {
    if (!(error instanceof HourglassError)) throw error
    const { code, message, place, expected, remedy } = error
    return { refused: { code, message, place, expected, remedy } }
  }
}

/**
 * The engine that runs with these options get. Asked of a process of its own, which is gone at once: a process that has
 * the native library counts as one that computes, and the runs would leave it a share of the cores.
 *
 * @throws HourglassError what `chooseEngine` throws
 */
export async function engineIdentity(options: EngineOptions): Promise<EngineIdentity> {
  const module = join(import.meta.dirname, 'engine-identity.js')
  const script = `import { tellEngine } from ${JSON.stringify(module)}; await tellEngine(${JSON.stringify(options)})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const told = parse(stdout)
  if (told?.identity !== undefined) return told.identity
  if (told?.refused === undefined) throw new Error(`the engine could not be asked (${code}): ${stderr}`)
  const { code: why, message, ...details } = told.refused
  throw new HourglassError(why, message, details)
}

interface Told {
  readonly identity?: EngineIdentity
  readonly refused?: { readonly code: string; readonly message: string }
}

function parse(text: string): Told | undefined {
  try {
    return JSON.parse(text) as Told
  } catch {
    // It died before it could say anything; its standard error is told instead.
    return undefined
  }
}
