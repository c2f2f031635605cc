import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunResult } from '../run-result.js'
import { hourglass } from './hourglass-process.fixture.js'

/** Its checkpoints hold 121 kB of parameters and moments. */
const EXPERIMENT = `name: full
dataset: mnist-10k
model: { use: dense, hidden: [12] }
loss: bernoulli
stages: [{ use: pretrain, epochs: 1, batch: 400, optimizer: adam }]
metrics: [reconstruction]
`

/**
 * A shell that lets no file grow beyond 100 kB: a write of more is cut short, as on a disk that fills up, and the next
 * one fails.
 */
const SMALL_FILES = ['bash', '-c', 'ulimit -f 100; exec "$0" "$@"']

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hourglass-full-'))
  file = join(folder, 'full.yaml')
  writeFileSync(file, EXPERIMENT)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// There is no such limit on Windows.
describe.skipIf(process.platform === 'win32')('a run without room for its checkpoints', () => {
  const args = (runs: string, ...more: string[]): string[] => [
    ...['run', file, '--engine', 'wasm', '--runs', join(folder, runs), '--json', '--checkpoint-every', '1', ...more],
  ]
  const result = (stdout: string) => JSON.parse(stdout) as RunResult & { directory: string }

  it('stops with a clear error, leaves nothing cut short, and comes to the same once there is room', async () => {
    const expected = result((await hourglass(args('undisturbed'))).stdout)
    const full = await hourglass(args('full'), { via: SMALL_FILES })
    expect(full).toMatchObject({ code: 2, stdout: '' })
    expect(full.stderr).toContain('the file would be larger than this shell allows')
    const [run] = readdirSync(join(folder, 'full')).filter((name) => !name.endsWith('.lock'))
    expect(readdirSync(join(folder, 'full', run!, 'checkpoints'))).toEqual([])
    const again = await hourglass(args('full'))
    expect(again.code, again.stderr).toBe(0)
    expect(result(again.stdout).weights).toEqual(expected.weights)
  })

  it('does not touch a finished one that it was to do again', async () => {
    const finished = result((await hourglass(args('finished'))).stdout)
    const before = readFileSync(join(finished.directory, 'result.json'), 'utf8')
    const full = await hourglass(args('finished', '--again'), { via: SMALL_FILES })
    expect(full.code).toBe(2)
    expect(readFileSync(join(finished.directory, 'result.json'), 'utf8')).toBe(before)
    expect(readdirSync(join(folder, 'finished'))).toEqual([finished.directory.split('/').at(-1)])
    expect(result((await hourglass(args('finished'))).stdout).weights).toEqual(finished.weights)
  })
})
