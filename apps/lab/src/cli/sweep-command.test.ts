import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { JobRecord, SweepResults } from '@hourglass/sweep'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunResult } from '../run-result.js'
import { type Finished, hourglass, startHourglass } from './hourglass-process.fixture.js'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')
const CORNERS = join(FIXTURES, 'data-sets-plugin.mjs')
const CRASHING = join(FIXTURES, 'crashing-plugin.mjs')

/** 30 pictures of six pixels: what takes time is the process. */
const BASE = `name: tiny
plugins: [${CORNERS}, ${CRASHING}]
dataset: corners
noise: { use: masking, fraction: 0.25 }
model: { use: dense, hidden: [3] }
loss: bernoulli
stages:
  - { use: pretrain, epochs: 1, batch: 10 }
  - { use: fine-tune, epochs: 1, batch: 10, optimizer: { use: sgd, learningRate: 0.5 } }
metrics: [reconstruction, test-error]
baselines: [mean]
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hourglass-sweep-'))
  writeFileSync(join(folder, 'tiny.yaml'), BASE)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let number = 0
function file(text: string): string {
  const path = join(folder, `sweep-${number++}.yaml`)
  writeFileSync(path, `name: trial\nextends: tiny.yaml\n${text}`)
  return path
}

const sweepArgs = (path: string, runs: string, ...more: string[]): string[] => [
  ...['sweep', path, '--engine', 'wasm', '--runs', join(folder, runs), ...more],
]

const sweep = (path: string, runs: string, ...more: string[]) => hourglass(sweepArgs(path, runs, ...more))

function resultsOf({ stdout }: Finished): SweepResults {
  return JSON.parse(stdout) as SweepResults
}

/** What the clock has no part in. */
function timeless(results: SweepResults) {
  return { ...results, jobs: results.jobs.map(({ seconds: _s, finishedAt: _f, ...job }: JobRecord) => job) }
}

const count = (text: string, part: RegExp): number => [...text.matchAll(part)].length

// Each test starts many processes, one after the other.
describe('hourglass sweep', { timeout: 240_000 }, () => {
  it('runs what is not finished, by hand or before, and makes a table', async () => {
    const path = file('seeds: 2\nmatrix: { noise.fraction: [0.1, 0.5] }')
    const byHand = await hourglass([
      ...['run', join(folder, 'tiny.yaml'), '--engine', 'wasm', '--runs', join(folder, 'table'), '--json'],
      ...['--set', 'noise.fraction=0.1', '--seed', '2'],
    ])
    const listed = resultsOf(await sweep(path, 'table', '--list', '--json'))
    expect(listed.jobs.map(({ state }) => state)).toEqual(['unfinished', 'finished', 'unfinished', 'unfinished'])

    const first = await sweep(path, 'table', '--jobs', '2')
    expect(first.code, first.stderr).toBe(0)
    expect(count(first.stderr, /: started/g)).toBe(3)
    expect(first.stdout).toContain('95 % t-interval over seeds')
    const out = join(folder, 'table', 'trial.sweep')
    expect(readdirSync(out).toSorted()).toEqual(['jobs', 'logs', 'results.json', 'table.html', 'table.md', 'table.txt'])

    const second = await sweep(path, 'table', '--json')
    expect(count(second.stderr, /: started/g)).toBe(0)
    const results = resultsOf(second)
    expect(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))).toEqual(results)
    expect(results.jobs.map(({ state, seed }) => [state, seed])).toEqual([1, 2, 1, 2].map((seed) => ['finished', seed]))
    const { weights, rows } = JSON.parse(byHand.stdout) as RunResult
    expect(results.jobs[1]!.weights).toBe(weights.sha256)
    expect(results.jobs[1]!.lines!.map(({ measurements }) => measurements.map(({ value }) => value))).toEqual(
      rows.map(({ measurements }) => measurements.map(({ value }) => value)),
    )
    expect(results.jobs[1]).toMatchObject({ data: { formula: expect.any(String) }, hourglass: { version: '0.0.0' } })
  })

  it('trains real digits, and what is no job of its own fails no other', async () => {
    const path = file(`
rows:
  - { name: digits, set: { dataset: mnist-10k, 'stages[0].batch': 400, 'stages[1].batch': 400 } }
  - { name: broken, set: { dataset: { use: corners, lie: throws } } }
  - { name: crashing, set: { dataset: crashing } }`)
    const first = await sweep(path, 'failing', '--jobs', '2')
    expect(first.code).toBe(2)
    expect(first.stderr).toMatch(/broken, seed 1: failed: .*the disk is gone/)
    expect(first.stderr).toContain('crashing, seed 1: failed: the process was ended by SIGKILL')
    expect(first.stderr).toContain('2 results are missing: 2 of 3 jobs failed')
    expect(first.stdout).toMatch(/^digits .* 1$/m)
    const failures = readdirSync(join(folder, 'failing', 'trial.sweep', 'failed'))
    expect(failures).toHaveLength(2)

    const second = await sweep(path, 'failing', '--json')
    expect(second.code).toBe(2)
    expect(count(second.stderr, /: started/g)).toBe(0)
    expect(resultsOf(second).jobs.map(({ state }) => state)).toEqual(['finished', 'failed', 'failed'])

    const third = await sweep(path, 'failing', '--retry', '--fail-fast')
    expect(count(third.stderr, /: started/g)).toBe(1)
    expect(third.code).toBe(2)
  })

  it('selects by validation alone, and trains the choice with every seed', async () => {
    const path = file(`
seeds: 2
select: { budget: 3, over: { 'stages[1].optimizer.learningRate': { log-uniform: [0.01, 10] } } }`)
    const first = await sweep(path, 'selecting', '--jobs', '2', '--json')
    expect(first.code, first.stderr).toBe(0)
    const { jobs } = resultsOf(first)
    expect(jobs.map(({ state }) => state)).toEqual(Array(4).fill('finished'))
    const tried = jobs.filter(({ seed }) => seed === 1)
    const errors = tried.map(({ run }) => {
      const { stages } = JSON.parse(readFileSync(join(folder, 'selecting', run, 'result.json'), 'utf8')) as RunResult
      return stages[1]!.epochs[0]!.validation!
    })
    const best = errors.reduce((chosen, one, place) => {
      const [a, b] = [errors[chosen]!, one]
      const less = b['error']! - a['error']! || b['cross-entropy']! - a['cross-entropy']!
      return less < 0 ? place : chosen
    }, 0)
    expect(jobs.find(({ seed }) => seed === 2)!.trial).toBe(best + 1)
    expect(tried.map(({ lines }) => lines !== undefined)).toEqual(tried.map((_, place) => place === best))
    const more = await sweep(path, 'selecting', '--list')
    expect(more.stdout).toContain('3 jobs, and what a search will choose')
  })

  it('in two shards that are merged is the whole', async () => {
    const path = file(`
rows:
  - { name: a, seeds: 2 }
  - { name: b, select: { budget: 2, over: { noise.fraction: { uniform: [0.1, 0.9] } } } }`)
    const whole = await sweep(path, 'whole', '--jobs', '2', '--json')
    expect(whole.code, whole.stderr).toBe(0)
    for (const shard of ['1', '2']) {
      const part = await sweep(path, `part-${shard}`, '--shard', `${shard}/2`, '--jobs', '2')
      expect(part.code, part.stderr).toBe(0)
    }
    const alone = await hourglass(['merge', join(folder, 'part-1')])
    expect(alone.code).toBe(2)
    expect(alone.stderr).toContain('have no result')
    const out = join(folder, 'merged')
    const merged = await hourglass([
      'merge',
      join(folder, 'part-1'),
      join(folder, 'part-2', 'trial.sweep'),
      '--out',
      out,
      '--json',
    ])
    expect(merged.code, merged.stderr).toBe(0)
    expect(timeless(resultsOf(merged))).toEqual(timeless(resultsOf(whole)))
    expect(readFileSync(join(out, 'table.md'), 'utf8')).toBe(
      readFileSync(join(folder, 'whole', 'trial.sweep', 'table.md'), 'utf8'),
    )
    writeFileSync(join(out, 'results.json'), JSON.stringify({ ...resultsOf(merged), hash: 'another' }))
    const mixed = await hourglass(['merge', join(folder, 'part-1'), out])
    expect(mixed.code).toBe(2)
    expect(mixed.stderr).toContain('these are two sweeps')
  })

  it('given twice at once trains no job twice', async () => {
    const path = file('seeds: 3')
    const both = await Promise.all([sweep(path, 'twice', '--jobs', '2', '--json'), sweep(path, 'twice', '--json')])
    for (const { code, stderr } of both) expect(code, stderr).toBe(0)
    const logs = join(folder, 'twice', 'trial.sweep', 'logs')
    const texts = readdirSync(logs).map((name) => readFileSync(join(logs, name), 'utf8'))
    expect(texts.map((text) => count(text, /^stage pretrain$/gm))).toEqual([1, 1, 1])
    expect(timeless(resultsOf(both[0]))).toEqual(timeless(resultsOf(both[1])))
  })

  it.each([
    ['sweep', 'quikstart', 'quickstart'],
    ['sweep', 'quickstart', 'is an experiment, not a sweep'],
    ['sweep', 'noise-levels', '--shard', '4/3', '--shard 4/3'],
    ['sweep', 'noise-levels', '--jobs', '0', 'a whole number from 1 on'],
    ['sweep', 'noise-levels', '--engine', 'wasn', 'wasm'],
    ['merge', 'no-such-folder', 'no results of a sweep'],
  ])('refuses %s %s', async (...args) => {
    const { code, stdout, stderr } = await hourglass(args.slice(0, -1))
    expect(stderr).toContain(args.at(-1)!)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('a sweep that is stopped', { timeout: 240_000 }, () => {
  const TEXT = `
seeds: 2
set:
  stages: [{ use: pretrain, epochs: 60, batch: 1 }]
  metrics: [reconstruction]`
  const weights = (results: SweepResults) => results.jobs.map((job) => job.weights)

  it('by Ctrl-C goes on where it was, to the bits of one left alone', async () => {
    const path = file(TEXT)
    const whole = resultsOf(await sweep(path, 'alone', '--json', '--jobs', '2'))
    const { child, finished, said } = startHourglass(sweepArgs(path, 'stopped'))
    await said('epoch 1/')
    child.kill('SIGINT')
    const first = await finished
    expect(first.code).toBe(130)
    expect(first.stderr).toContain('the same command goes on from where it was')
    const second = await sweep(path, 'stopped', '--json')
    expect(second.stderr).toContain('going on with an unfinished run')
    expect(second.code, second.stderr).toBe(0)
    expect(weights(resultsOf(second))).toEqual(weights(whole))
  })

  it('by SIGKILL leaves the run that is under way to its end, and goes on', async () => {
    const path = file(TEXT)
    const { child, finished, said } = startHourglass(sweepArgs(path, 'killed'))
    await said('epoch 1/')
    child.kill('SIGKILL')
    await finished
    const second = await sweep(path, 'killed', '--json')
    expect(second.code, second.stderr).toBe(0)
    expect(resultsOf(second).jobs.map(({ state }) => state)).toEqual(['finished', 'finished'])
    const logs = join(folder, 'killed', 'trial.sweep', 'logs')
    const texts = readdirSync(logs).map((name) => readFileSync(join(logs, name), 'utf8'))
    expect(texts.map((text) => count(text, /^stage pretrain$/gm))).toEqual([1, 1])
  })
})
