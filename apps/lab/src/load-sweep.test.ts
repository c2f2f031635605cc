import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { HourglassError } from '@hourglass/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { builtInSweeps, readExperimentSource } from './experiment-source.js'
import { githubMatrix } from './github-matrix.js'
import { loadExperiment } from './load-experiment.js'
import { loadSweep, type SweepChanges } from './load-sweep.js'
import { runId } from './run-id.js'
import { planSweep } from './sweep-plan.js'

const ENGINE = { name: 'cpu', facts: { library: 'none' } } as const
const HALVING = join(import.meta.dirname, 'fixtures', 'halving-plugin.mjs')

const BASE = `name: base
dataset: mnist-10k
noise: { use: masking, fraction: 0.25 }
model: { use: dense, hidden: [16] }
loss: bernoulli
stages: [{ use: pretrain, epochs: 1 }]
seed: 4
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hourglass-load-sweep-'))
  mkdirSync(join(folder, 'inside'))
  writeFileSync(join(folder, 'inside', 'base.yaml'), BASE)
})
afterAll(() => rmSync(folder, { recursive: true }))

let number = 0
function file(text: string): string {
  const path = join(folder, `sweep-${number++}.yaml`)
  writeFileSync(path, text)
  return path
}

const plan = (path: string, changes?: SweepChanges) => planSweep(loadSweep(path, changes), ENGINE, join(folder, 'runs'))

async function refusal(text: string, changes?: SweepChanges): Promise<HourglassError> {
  const error: unknown = await (async () => plan(file(text), changes))().then(
    () => expect.unreachable('this sweep is wrong'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof HourglassError)) throw error
  return error
}

describe('planSweep', () => {
  it('makes of every job the very run that `hourglass run` would make', async () => {
    const path = file(`
name: trial
extends: inside/base.yaml
rows:
  - { name: a, matrix: { noise.fraction: [0.1, 0.2] }, set: { 'stages[0].optimizer.learningRate': 0.5 } }
  - { name: none, set: { noise: null }, seeds: [7, 8] }`)
    const { first } = await plan(path)
    const settings = [
      ['noise.fraction=0.1', 'stages[0].optimizer.learningRate=0.5'],
      ['noise.fraction=0.2', 'stages[0].optimizer.learningRate=0.5'],
    ]
    const source = readExperimentSource(join(folder, 'inside', 'base.yaml'))
    const byHand = await Promise.all(settings.map((set) => loadExperiment(source, set)))
    const without = { ...source, text: source.text.replace(/^noise.*\n/m, '') }
    byHand.push(...(await Promise.all(['seed=7', 'seed=8'].map((seed) => loadExperiment(without, [seed])))))
    expect(first.map(({ experiment }) => experiment)).toEqual(byHand.map(({ experiment }) => experiment))
    expect(first.map(({ run }) => run)).toEqual(
      byHand.map(({ experiment }) => `base-${runId(experiment, ENGINE as never, [])}`),
    )
    expect(first.map(({ label }) => label)).toEqual([
      'a, fraction=0.1, seed 4',
      'a, fraction=0.2, seed 4',
      'none, seed 7',
      'none, seed 8',
    ])
  })

  it('is the same every time, and another one where anything differs', async () => {
    const path = file('name: trial\nextends: inside/base.yaml\nseeds: 2')
    const [once, again, more, other] = await Promise.all([
      plan(path),
      plan(path),
      plan(path, { seeds: [1, 2, 3] }),
      plan(path, { set: ['model.hidden=[3]'] }),
    ])
    expect(again.hash).toBe(once.hash)
    expect(new Set([once.hash, more.hash, other.hash]).size).toBe(3)
    expect(more.first.slice(0, 2).map(({ id }) => id)).toEqual(once.first.map(({ id }) => id))
  })

  it('takes plugins as seen from the sweep, and knows their runs by their code', async () => {
    const text = `name: trial\nextends: inside/base.yaml\nplugins: [${HALVING}]\nset: { noise: halving }`
    const { first } = await plan(file(text))
    expect(first[0]!.experiment).toMatchObject({ plugins: [HALVING], noise: { use: 'halving' } })
    const source = readExperimentSource(join(folder, 'inside', 'base.yaml'))
    const byHand = await loadExperiment(source, [`plugins=[${HALVING}]`, 'noise=halving'])
    expect(first[0]!.run).toBe(`base-${runId(byHand.experiment, ENGINE as never, byHand.plugins)}`)
  })

  it('extends a built-in experiment, another sweep, or nothing', async () => {
    const parent = file('name: parent\nextends: denoising\nseeds: 2\nmatrix: { noise.fraction: [0.1, 0.2] }')
    expect((await plan(file(`name: child\nextends: ${parent}\nset: { noise.fraction: 0.3 }`))).first).toHaveLength(2)
    const whole = `name: alone\nset: { dataset: mnist-10k, model: { use: dense, hidden: [3] }, loss: bernoulli, stages: [pretrain] }`
    expect((await plan(file(whole))).first.map(({ run }) => run)).toEqual([
      expect.stringMatching(/^alone-[0-9a-f]{12}$/),
    ])
  })

  it('reads every example of docs/sweeps.md', async () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'sweeps.md'), 'utf8')
    const examples = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, example]) => example!)
    const jobs = await Promise.all(examples.map(async (example) => (await plan(file(example))).first.length))
    // 2 · 3 · 3; (1 + 2 + 1) · 5; 3 · 20 trials: as the page says.
    expect(jobs).toEqual([18, 20, 60])
  })

  it('reads every built-in sweep', async () => {
    expect(builtInSweeps()).toContain('noise-levels')
    for (const name of builtInSweeps()) expect((await plan(name)).sweep.name).toBe(name)
  })

  it.each([
    ['extends: inside/base.yaml\nmatrix:\n  noise.fraction: [0.1, 1.5]', [4, 25], 'noise.fraction', 'from 0 to 1'],
    [
      'extends: inside/base.yaml\nrows:\n  - name: x\n    set: { model: { use: dense, hiden: [3] } }',
      [5, 33],
      'model.hiden',
      'hidden',
    ],
    ['extends: inside/base.yaml\nset: { nose: masking }', [3, 8], 'nose', 'noise'],
    [
      'extends: inside/base.yaml\nzip: { noise.fraction: [0.1, 0.2], noise.use: [masking, maskin] }',
      [3, 57],
      'noise.use',
      'masking',
    ],
    ['extends: inside/base.yaml\nset: { "stages[3].epochs": 2 }', [3, 8], 'set.stages[3].epochs', 'no item [3]'],
    ['extends: inside/base.yaml\nset: { "stages[0]": null }', [3, 8], 'set.stages[0]', 'out of a list'],
    ['extends: inside/base.yml', [2, 1], 'extends', 'there is no'],
    ['extends: inside/base.yaml\nplugins: [./no.mjs]', [3, 11], 'plugins[0]', 'no plugin'],
    ['extends: inside/base.yaml\nmatrx: { a: [1] }', [3, 1], 'matrx', 'matrix'],
    [
      'extends: inside/base.yaml\nrows: [{ name: x, extends: inside/nothing.yaml }]',
      [3, 19],
      'rows[0].extends',
      'there is no',
    ],
    [
      'extends: inside/base.yaml\nselect: { budget: 2, over: { noise.fraction: { uniform: [1, 2] } } }',
      [3, 30],
      'noise.fraction',
      'from 0 to 1',
    ],
    ['extends: inside/base.yaml\nzip: { a: [1, 2], b: [1] }', [3, 1], 'zip', 'has 1 values'],
  ])('tells where %j is wrong', async (text, [line, column], path, message) => {
    const error = await refusal(`name: trial\n${text}`)
    expect(error.format()).toContain(message)
    expect(error.place).toMatchObject({ source: expect.stringContaining('sweep-'), line, column, path })
  })

  it('names the experiment where that is what is wrong', async () => {
    writeFileSync(join(folder, 'wrong.yaml'), BASE.replace('masking', 'maskin'))
    const error = await refusal('name: trial\nextends: wrong.yaml\nseeds: 2')
    expect(error.place).toMatchObject({ source: expect.stringContaining('wrong.yaml'), line: 3, path: 'noise.use' })
  })

  it('tells a file that is no sweep, and one that extends itself', async () => {
    expect((await refusal(BASE)).code).toBe('not-a-sweep')
    const path = join(folder, `sweep-${number}.yaml`)
    expect((await refusal(`name: round\nextends: ${path}\nseeds: 2`)).code).toBe('endless-extends')
    expect((await refusal(`name: trial\nrows: [{ name: x, extends: ${file('name: s\nseeds: 2')} }]`)).code).toBe(
      'not-an-experiment',
    )
  })

  it.each(['seed=3', 'plugins=[x]', 'noise', 'a..b=1'])('refuses --set %s', async (setting) =>
    expect((await refusal('name: t\nextends: inside/base.yaml\nseeds: 2', { set: [setting] })).code).toBe(
      'invalid-setting',
    ),
  )

  it('tells a wrong --set as one', async () => {
    const error = await refusal('name: t\nextends: inside/base.yaml\nseeds: 2', { set: ['noise.fracton=0.1'] })
    expect(error.format()).toContain('--set noise.fracton=0.1')
  })
})

describe('githubMatrix', () => {
  const cells = () =>
    loadSweep(file('name: t\nextends: inside/base.yaml\nseeds: 100\nmatrix: { noise.fraction: [0.1, 0.2, 0.3] }')).cells

  it('has a job for each unit, as many as GitHub takes at most, or as many as wanted', () => {
    expect(githubMatrix(cells()).include).toHaveLength(256)
    const { include } = githubMatrix(cells(), 7)
    expect(include.map(({ shard }) => shard)).toEqual(Array.from({ length: 7 }, (_, place) => `${place + 1}/7`))
    expect(githubMatrix(loadSweep(file('name: t\nextends: inside/base.yaml\nseeds: 3')).cells).include).toEqual([
      { shard: '1/3', name: 'seed 1' },
      { shard: '2/3', name: 'seed 2' },
      { shard: '3/3', name: 'seed 3' },
    ])
  })
})
