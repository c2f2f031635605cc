import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunResult } from '../run-result.js'
import { hourglass, startHourglass } from './hourglass-process.fixture.js'

const ENGINES = (process.env['HOURGLASS_TEST_ENGINES'] ?? 'wasm').split(',').filter((name) => name !== 'cpu')
const EXPERIMENT = `name: tiny
dataset: mnist-10k
noise: { use: masking, fraction: 0.25 }
model: { use: dense, hidden: [16] }
loss: bernoulli
regularizers: [{ use: weight-decay, weight: 0.0001 }]
stages: [{ use: pretrain, epochs: 2, batch: 250, patience: 1 }]
metrics: [reconstruction]
baselines: [mean]
`

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hourglass-run-'))
  file = join(folder, 'tiny.yaml')
  writeFileSync(file, EXPERIMENT)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function losses(directory: string): unknown[] {
  const lines = readFileSync(join(directory, 'metrics.jsonl'), 'utf8').trim().split('\n')
  return lines.map((line) => {
    const { epoch, train, validation } = JSON.parse(line) as Record<string, unknown>
    return { epoch, train, validation }
  })
}

function onlyRun(runs: string): string {
  const [name, ...others] = readdirSync(runs)
  expect(others).toEqual([])
  return join(runs, name!)
}

describe.each(ENGINES)('hourglass run on %s', (engine) => {
  it('gives the same bits in two processes, and other bits for another seed', async () => {
    const results = []
    for (const [runs, seed] of [
      ['first', 1],
      ['second', 1],
      ['third', 2],
    ] as const) {
      const args = ['run', file, '--engine', engine, '--runs', join(folder, engine, runs), '--seed', String(seed)]
      const { code, stdout, stderr } = await hourglass([...args, '--json'])
      expect(stderr).toContain('epoch 2/2')
      expect(code).toBe(0)
      // One JSON object and nothing else.
      expect(stdout.trim().split('\n')).toHaveLength(1)
      results.push(JSON.parse(stdout) as RunResult & { directory: string })
    }
    const [first, second, third] = results as [(typeof results)[0], (typeof results)[0], (typeof results)[0]]
    expect(losses(first.directory)).toHaveLength(2)
    expect(losses(second.directory)).toEqual(losses(first.directory))
    expect(second.weights.sha256).toBe(first.weights.sha256)
    expect(second.rows).toEqual(first.rows)
    expect(third.weights.sha256).not.toBe(first.weights.sha256)
    expect(readdirSync(first.directory).toSorted()).toEqual([
      ...['checkpoints', 'codes.json', 'compression.json', 'denoising.png', 'environment.json', 'experiment.yaml'],
      ...['figures.json', 'filters.png', 'generated.png', 'interpolations.png', 'latent-plane.png', 'metrics.jsonl'],
      ...['reconstructions.png', 'report.html', 'result.json'],
    ])
  })

  it('learns: better on the test set than predicting the mean digit', async () => {
    const { stdout } = await hourglass([
      ...['run', file, '--engine', engine, '--runs', join(folder, engine, 'learns'), '--json'],
      ...['--set', 'stages[0].optimizer.learningRate=0.01', '--set', 'stages[0].batch=50'],
    ])
    const [model, mean] = (JSON.parse(stdout) as RunResult).rows
    expect(model!.measurements[0]!.value).toBeLessThan(0.8 * mean!.measurements[0]!.value)
  })

  it('ends with 130 at Ctrl-C, and what it leaves is not taken for finished', async () => {
    const runs = join(folder, engine, 'interrupted')
    const { child, finished, said } = startHourglass([
      ...['run', file, '--engine', engine, '--runs', runs, '--set', 'stages[0].epochs=100000'],
      ...['--set', 'stages[0].patience=100000'],
    ])
    await said('epoch 1/')
    child.kill('SIGINT')
    const { code, stderr, stdout } = await finished
    expect(code).toBe(130)
    expect(stderr).toContain('interrupted')
    expect(stdout).toBe('')
    expect(existsSync(join(onlyRun(runs), 'result.json'))).toBe(false)
    expect((await hourglass(['report', onlyRun(runs)])).code).toBe(2)
  })
})

describe('hourglass run', () => {
  it('recognises a finished run, and starts an unfinished one afresh', async () => {
    const runs = join(folder, 'again')
    const args = ['run', file, '--engine', 'wasm', '--runs', runs]
    const { child, said } = startHourglass(args)
    await said('epoch 1/')
    child.kill('SIGKILL')
    const second = await hourglass(args)
    expect(second).toMatchObject({ code: 0 })
    expect(second.stderr).toContain('starting it afresh')
    expect(losses(onlyRun(runs))).toHaveLength(2)
    const third = await hourglass(args)
    expect(third).toMatchObject({ code: 0, stdout: second.stdout })
    expect(third.stderr).toContain('finished already')
    const report = join(onlyRun(runs), 'report.html')
    const before = readFileSync(report, 'utf8')
    rmSync(report)
    expect((await hourglass(['report', onlyRun(runs)])).code).toBe(0)
    expect(readFileSync(report, 'utf8')).toBe(before)
  })

  it('hears Ctrl-C while measuring too', async () => {
    const runs = join(folder, 'measuring')
    const { child, finished, said } = startHourglass(['run', file, '--engine', 'wasm', '--runs', runs])
    await said('measuring on the test set')
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130, stdout: '' })
    expect(existsSync(join(onlyRun(runs), 'result.json'))).toBe(false)
  })

  it('keeps a finished run until its repetition is finished', async () => {
    const runs = join(folder, 'repeated')
    const args = ['run', file, '--engine', 'wasm', '--runs', runs]
    const first = await hourglass(args)
    const { child, finished, said } = startHourglass([...args, '--again'])
    await said('epoch 1/')
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130 })
    expect(await hourglass(args)).toMatchObject({ code: 0, stdout: first.stdout })
    expect(await hourglass([...args, '--again'])).toMatchObject({ code: 0, stdout: first.stdout })
    onlyRun(runs)
  })

  it('runs again what has a changed plugin', async () => {
    const plugin = join(import.meta.dirname, '..', 'fixtures', 'halving-plugin.mjs')
    // Beside the lab's own dependencies, which the plugin imports.
    const copies = mkdtempSync(join(import.meta.dirname, '.plugin-'))
    try {
      const copy = join(copies, 'plugin.mjs')
      writeFileSync(copy, readFileSync(plugin))
      const args = ['run', file, '--engine', 'wasm', '--runs', join(folder, 'plugin')]
      const settings = [`plugins=[${copy}]`, 'noise={use: halving}', 'stages[0].epochs=1']
      const run = () => hourglass([...args, ...settings.flatMap((setting) => ['--set', setting])])
      expect((await run()).stderr).toContain('epoch 1/1')
      expect((await run()).stderr).toContain('finished already')
      writeFileSync(copy, readFileSync(plugin, 'utf8').replace('mul(x, 0.5)', 'mul(x, 0.25)'))
      expect((await run()).stderr).toContain('epoch 1/1')
    } finally {
      rmSync(copies, { recursive: true })
    }
  })

  it('blames a plugin, not itself, for what its mathematics throws', async () => {
    const copies = mkdtempSync(join(import.meta.dirname, '.plugin-'))
    try {
      const plugin = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'halving-plugin.mjs'), 'utf8')
      writeFileSync(join(copies, 'plugin.mjs'), plugin.replace('mul(x, 0.5)', 'mul(x, undefined)'))
      const settings = ['--set', `plugins=[${join(copies, 'plugin.mjs')}]`, '--set', 'noise={use: halving}']
      const args = ['run', file, '--engine', 'wasm', '--runs', join(folder, 'blame')]
      const { code, stderr } = await hourglass([...args, ...settings])
      expect(stderr).toContain('noise "halving" could not corrupt')
      expect(stderr).not.toMatch(/^\s+at /m)
      expect(code).toBe(2)
    } finally {
      rmSync(copies, { recursive: true })
    }
  })

  it('refuses a run that another process is at, and leaves that one alone', async () => {
    const args = ['run', file, '--engine', 'wasm', '--runs', join(folder, 'twice')]
    const { finished, said } = startHourglass(args)
    await said('epoch 1/')
    const second = await hourglass(args)
    expect(second).toMatchObject({ code: 2, stdout: '' })
    expect(second.stderr).toContain('is at this very run')
    expect(await finished).toMatchObject({ code: 0 })
  })

  it.each([
    [['run', 'quikstart'], 'quickstart'],
    [['run', 'FILE', '--set', 'noise.fracton=0.5'], 'fraction'],
    [['run', 'FILE', '--set', 'noise.use=maskin'], 'masking'],
    [['run', 'FILE', '--engine', 'wasn'], 'wasm'],
    [['run', 'FILE', '--seed', 'x'], 'seed'],
    [['rum', 'FILE'], 'run'],
    [['run', 'FILE', '--sett', 'a=b'], '--set'],
    [['describe', 'gausian'], 'gaussian'],
    [['report', '/nowhere'], 'not a finished run'],
    [
      ['run', 'FILE', '--set', 'loss.use=bernoulli', '--set', 'dataset.use=mnist', '--set', 'dataset.folder=/nowhere'],
      '/nowhere',
    ],
  ])('answers %j with exit code 2 and a way out', async (args, expected) => {
    const { code, stdout, stderr } = await hourglass(
      args.map((arg) => (arg === 'FILE' ? file : arg)),
      { env: { HOURGLASS_RUNS: join(folder, 'bad') } },
    )
    expect(stderr).toContain(expected)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('tells a divergence, and leaves no finished run', async () => {
    const runs = join(folder, 'diverged')
    const { code, stderr } = await hourglass([
      ...['run', file, '--engine', 'wasm', '--runs', runs],
      ...['--set', 'stages[0].optimizer={use: sgd, learningRate: 1000}', '--set', 'regularizers[0].weight=10'],
    ])
    expect(stderr).toContain('learningRate')
    expect(code).toBe(2)
    expect(existsSync(join(onlyRun(runs), 'result.json'))).toBe(false)
  })

  it('tells that a path is not a folder', async () => {
    const { code, stderr } = await hourglass(['run', file, '--engine', 'wasm', '--runs', join(file, 'runs')])
    expect(stderr).toContain('not a folder')
    expect(code).toBe(2)
  })

  const mountable = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0
  it.skipIf(!mountable).each([
    ['ENOSPC', 'size=64k', 'the disk is full'],
    ['EROFS', 'ro', 'read-only'],
  ])('tells %s, and leaves no finished run', async (_, option, expected) => {
    const runs = join(folder, `disk-${option}`)
    mkdirSync(runs)
    const script = `mount -t tmpfs -o ${option} tmpfs ${runs} && "$@"; code=$?; find ${runs} -name result.json; exit $code`
    const { code, stdout, stderr } = await hourglass(['run', file, '--engine', 'wasm', '--runs', runs], {
      via: ['unshare', '-rm', 'sh', '-c', script, 'sh'],
    })
    expect(stderr).toContain(expected)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})
