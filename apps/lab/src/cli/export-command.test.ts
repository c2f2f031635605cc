import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

import { createCpuEngine } from '@hourglass/engine'
import { loadModel } from '@hourglass/portable'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { readExperimentSource } from '../experiment-source.js'
import { loadExperiment } from '../load-experiment.js'
import { loadRun } from '../load-run.js'
import { RunDirectory } from '../run-directory.js'
import type { RunResult } from '../run-result.js'
import { hourglass } from './hourglass-process.fixture.js'

describe('hourglass export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-export-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  let run: string
  const out = join(folder, 'exported')
  const exporting = (...args: string[]) => hourglass(['export', ...args])

  beforeAll(async () => {
    const settings = [
      'name=labelled',
      'model.hidden=[16]',
      'baselines=[]',
      'metrics=[test-error]',
      'stages=[{ use: pretrain, epochs: 1 }, { use: fine-tune, epochs: 1 }]',
    ].flatMap((setting) => ['--set', setting])
    const { code, stderr } = await hourglass(['run', 'quickstart', '--engine', 'wasm', '--runs', folder, ...settings])
    expect(code, stderr).toBe(0)
    run = join(
      folder,
      readdirSync(folder).find((name) => name.startsWith('labelled-'))!,
    )
  })

  it('writes a model that makes the errors of the run', async () => {
    const { code, stdout, stderr } = await exporting(run, '--out', out, '--onnx')
    expect(code, stderr).toBe(0)
    const names = ['config.json', 'model.safetensors', 'encoder.onnx', 'decoder.onnx', 'classifier.onnx']
    expect(stdout.trim().split('\n')).toEqual(names.map((name) => join(out, name)))
    expect(readdirSync(out).toSorted()).toEqual(names.toSorted())

    const model = await loadModel(out)
    const directory = new RunDirectory(run)
    const loaded = await loadExperiment(readExperimentSource(directory.file('experiment.yaml')))
    const { subject, scope } = await loadRun(loaded, directory, await createCpuEngine())
    const { test } = subject.dataset
    const everywhere = Array.from({ length: test.size }, (_, place) => place)
    const classes = model.classify!(test.rows(everywhere))
    const wrong = classes.filter((one, place) => one !== test.labels![place]).length
    const result = directory.finished<RunResult>()!
    const measured = result.rows[0]!.measurements.find(({ name }) => name === 'test-error')!
    expect(measured.value).toBeCloseTo((100 * wrong) / test.size, 6)
    expect(model.config).toMatchObject({ run: result.id, weights: { sha256: result.weights.sha256 } })
    expect(model.spec).toEqual(subject.dataset.spec)
    expect(model.config.plugins.map(({ name }) => name)).toEqual(['@hourglass/losses', '@hourglass/models'])
    model.dispose()
    scope.dispose()
  })

  it('does without the data that the model was trained on', async () => {
    const data = join(folder, 'numbers.csv')
    const line = (_: unknown, row: number) => `${row % 7},${(row * row) % 5},${row % 3}`
    writeFileSync(data, Array.from({ length: 60 }, line).join('\n'))
    const experiment = join(folder, 'own.yaml')
    const stages = 'stages: [{ use: pretrain, epochs: 1, batch: 10 }]'
    const model = 'model: { use: dense, hidden: [2] }\nloss: gaussian'
    writeFileSync(experiment, `name: own\ndataset: { use: csv, file: ${data} }\n${model}\n${stages}\n`)
    const { stdout, stderr } = await hourglass(['run', experiment, '--engine', 'wasm', '--runs', folder, '--json'])
    rmSync(data)
    const { directory } = JSON.parse(stdout || stderr) as { directory: string }
    const { code, stderr: said } = await exporting(directory, '--out', join(folder, 'own'))
    expect(code, said).toBe(0)
    const { spec, dispose } = await loadModel(join(folder, 'own'))
    expect(spec).toEqual({ dimensions: 3, range: [0, 6] })
    dispose()
  })

  it('writes nothing of the machine, and the same bytes again', async () => {
    const other = join(folder, 'again')
    expect((await exporting(run, '--out', other, '--onnx')).code).toBe(0)
    for (const name of readdirSync(out)) {
      const content = readFileSync(join(out, name))
      expect(readFileSync(join(other, name)).equals(content)).toBe(true)
      for (const path of [folder, process.cwd(), homedir()]) expect(content.includes(`${path}/`)).toBe(false)
    }
    expect((await exporting(run, '--out', out, '--onnx')).code).toBe(0)
  })

  it.each([
    ['a folder that is no run', () => [folder], /not the folder of a finished run|no experiment/],
    ['a folder that holds something else', () => [run, '--out', run], /something else in this folder/],
  ])('refuses %s', async (_, args, message) => {
    const { code, stderr } = await exporting(...args())
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('refuses weights that are not those that the run ended with', async () => {
    const file = join(run, 'checkpoints', 'final.safetensors')
    const bytes = readFileSync(file)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(file, bytes)
    const { code, stderr } = await exporting(run, '--out', join(folder, 'spoilt'))
    expect(code).toBe(2)
    expect(stderr).toMatch(/not the weights that the run ended with/)
    expect(readdirSync(folder)).not.toContain('spoilt')
  })
})
