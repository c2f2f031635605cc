import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { nativeUnusableReason } from '@hourglass/engine-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunResult } from '../run-result.js'
import { hourglass } from './hourglass-process.fixture.js'

const EXPERIMENT = `name: tiny
dataset: mnist-10k
model: { use: dense, hidden: [8] }
loss: bernoulli
stages: [{ use: pretrain, epochs: 1, batch: 500 }]
baselines: []
`

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hourglass-engine-options-'))
  file = join(folder, 'tiny.yaml')
  writeFileSync(file, EXPERIMENT)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the experiment, and gives what was recorded of it. */
async function record(runs: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await hourglass(['run', file, '--json', '--runs', join(folder, runs), ...args], {
    env,
  })
  expect(code, stderr).toBe(0)
  const result = JSON.parse(stdout) as RunResult & { directory: string; report: string }
  const read = (name: string) => readFileSync(join(result.directory, name), 'utf8')
  const environment = JSON.parse(read('environment.json')) as { engine: Record<string, unknown> }
  return { result, stderr, engine: environment.engine, report: read('report.html') }
}

describe('on wasm', () => {
  it('compile and threads change nothing, so the run is the same one', async () => {
    const first = await record('wasm', ['--engine', 'wasm', '--compile', 'off', '--threads', '2'])
    expect(first.result.engineSettings).toEqual({ compile: 'off', threads: 2 })
    expect(first.stderr).not.toContain('warning')
    const second = await record('wasm', ['--engine', 'wasm', '--compile', 'on', '--threads', 'auto'])
    expect(second.stderr).toContain('finished already')
    expect(second.result.id).toBe(first.result.id)
  })

  it('a precision that it does not have is warned of, and noted with the run', async () => {
    const args = ['--engine', 'wasm', '--precision', 'fast']
    const { stderr, result, report } = await record('fast', args)
    expect(stderr).toMatch(/^warning: precision fast has no effect/m)
    expect(result.notes).toContainEqual(expect.stringContaining('precision fast has no effect'))
    expect(report).toContain('precision fast has no effect')
    expect(report).toContain('--engine wasm --precision fast')
    expect((await record('fast', args)).stderr).toMatch(/^warning: precision fast has no effect/m)
  })
})

describe.skipIf(nativeUnusableReason() !== undefined)('on node', () => {
  it('records threads and compile, and counts another number of threads as the same run', async () => {
    const first = await record('node', ['--engine', 'node', '--compile', 'off', '--threads', '1'])
    expect(first.engine).toMatchObject({ name: 'node', compile: 'off', threads: 1 })
    expect(first.result.machine).toMatchObject({ threads: 1 })
    const env = { HOURGLASS_ENGINE: 'node', HOURGLASS_COMPILE: 'off', HOURGLASS_THREADS: '2' }
    const second = await record('node', [], env)
    expect(second.stderr).toContain('finished already')
    const again = await record('node', ['--again'], env)
    expect(again.engine).toMatchObject({ threads: 2 })
    expect(again.result.id).toBe(first.result.id)
  })

  it('counts another precision as another run', async () => {
    const args = ['--engine', 'node', '--compile', 'off']
    const strict = await record('precision', args)
    const fast = await record('precision', [...args, '--precision', 'fast'])
    expect(strict.engine).toMatchObject({ precision: 'strict' })
    expect(fast.engine).toMatchObject({ precision: 'fast' })
    expect(fast.result.id).not.toBe(strict.result.id)
  })
})

describe('what cannot be is refused with exit code 2 and one message', () => {
  const refusal = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const runs = join(folder, 'refused')
    const { code, stdout, stderr } = await hourglass(args, { env: { ...env, HOURGLASS_RUNS: runs } })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(readdirSync(folder)).not.toContain('refused')
    return stderr
  }

  it.each([
    [['--compile', 'onn'], /^there is no compile choice "onn"\n {2}expected: .*did you mean "on"/],
    [['--precision', 'bf16'], /^there is no precision choice "bf16"\n {2}expected: one of: fast, strict/],
    [['--threads', '0'], /^"0" is no number of threads\n {2}expected: a whole number from 1 to 1024, or auto/],
  ])('%j', async (args, message) => {
    expect(await refusal(['run', file, '--engine', 'wasm', ...args])).toMatch(message)
  })

  it.each([
    ['HOURGLASS_THREADS', '1.5'],
    ['HOURGLASS_ENGINE', 'wasn'],
  ])('%s=%s', async (variable, value) => {
    const stderr = await refusal(['run', file], { [variable]: value })
    expect(stderr).toMatch(new RegExp(`^${variable}: .*"${value}"`))
  })
})

it.each([['run'], ['generate']])('hourglass %s tells of them', async (command) => {
  const { stdout } = await hourglass([command, '--help'])
  for (const option of ['--engine', '--compile', '--precision', '--threads']) expect(stdout).toContain(option)
})

describe('hourglass doctor', () => {
  it('tells cores, bfloat16, and what a run would get', async () => {
    const env = {
      HOURGLASS_NATIVE: 'off',
      HOURGLASS_PRECISION: 'fast',
      HOURGLASS_THREADS: '3',
      HOURGLASS_COMPILE: 'off',
    }
    const { code, stdout } = await hourglass(['doctor'], { env })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^cores +\d+/m)
    expect(stdout).toMatch(/^bfloat16 +.*--precision fast/m)
    expect(stdout).toMatch(/^settings +compile off, precision fast, threads 3$/m)
    expect(stdout).toMatch(/^warning +precision fast has no effect/m)
  })
})
