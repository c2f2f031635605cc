import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { CLUSTER_CENTRES, READOUT } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { edited } from './edited-files.fixture.js'
import { functionModel } from './function-model.fixture.js'
import { loadModel } from './load-model.js'
import { sampleFiles, sampleRows, SPEC } from './model-files.fixture.js'
import type { ModelFiles } from './model-files.js'
import { serve } from './model-server.fixture.js'

const WITH_EVERYTHING = {
  model: { use: 'dense', hidden: [5], activation: 'sigmoid', tied: true },
  more: { [READOUT.weights]: [5, 3], [READOUT.bias]: [3], [CLUSTER_CENTRES]: [4, 5] },
}
let files: ModelFiles
beforeAll(async () => void (files = await sampleFiles(WITH_EVERYTHING)))

const sigmoid = (a: number) => 1 / (1 + Math.exp(-a))
const close = (ours: ArrayLike<number>, expected: readonly number[]) => {
  expect(ours.length).toBe(expected.length)
  for (const [place, value] of expected.entries()) expect(ours[place]).toBeCloseTo(value, 5)
}

describe.each(testEngines())('loadModel on $name', ({ create }) => {
  it('computes h = σ(xW + b), σ(hWᵀ + c), the class, and the cluster, as float64 does', async () => {
    const model = await loadModel(files, { engine: await create() })
    const numbers = (name: string) => Array.from(model.tensors.params[name]!.dataSync())
    const [W, b, c] = ['encoder.0.W', 'encoder.0.b', 'decoder.0.b'].map(numbers) as [number[], number[], number[]]
    const [V, d, centres] = [READOUT.weights, READOUT.bias, CLUSTER_CENTRES].map(numbers) as [
      number[],
      number[],
      number[],
    ]
    const x = sampleRows(3, 12)
    const inRows = [0, 1, 2].map((row) => [...x.subarray(row * 12, (row + 1) * 12)])
    const h = inRows.map((row) => b.map((bias, j) => sigmoid(row.reduce((sum, v, i) => sum + v * W[i * 5 + j]!, bias))))
    const theta = h.map((row) => c.map((bias, i) => row.reduce((sum, v, j) => sum + v * W[i * 5 + j]!, bias)))
    close(model.encode(x), h.flat())
    close(model.encode(inRows), h.flat())
    close(model.theta(h), theta.flat())
    close(model.decode(h), theta.flat().map(sigmoid))
    close(model.reconstruct(x), theta.flat().map(sigmoid))
    const best = (values: readonly number[]) => values.indexOf(Math.max(...values))
    const logits = h.map((row) => d.map((bias, k) => row.reduce((sum, v, j) => sum + v * V[j * 3 + k]!, bias)))
    expect([...model.classify!(x)]).toEqual(logits.map(best))
    const nearness = h.map((row) =>
      [0, 1, 2, 3].map((k) => -row.reduce((sum, v, j) => sum + (v - centres[k * 5 + j]!) ** 2, 0)),
    )
    expect([...model.cluster!(x)]).toEqual(nearness.map(best))
    model.dispose()
  })

  it('takes one row, and no row', async () => {
    const model = await loadModel(files, { engine: await create() })
    const x = sampleRows(2, 12)
    expect(model.encode(x.subarray(12))).toEqual(model.encode(x).slice(5))
    expect(model.encode([]).length).toBe(0)
    model.dispose()
  })

  it('frees all that it made', async () => {
    const engine = await create()
    const leaked = await leakedTensors(engine, async () => {
      const model = await loadModel(files, { engine })
      model.classify!(sampleRows(2, 12))
      model.cluster!(sampleRows(2, 12))
      model.reconstruct(sampleRows(2, 12))
      model.dispose()
    })
    expect(leaked).toBe(0)
  })
})

describe('loadModel', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-load-'))
  beforeAll(() => {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('reads a folder, a file: URL, and an address', async () => {
    const server = await serve(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`m/${name}`, bytes])))
    for (const source of [
      folder,
      `${folder}/`,
      pathToFileURL(folder),
      `${server.address}/m`,
      new URL('m/', server.address),
    ]) {
      const model = await loadModel(source)
      expect(model.config.run).toBe('0123456789ab')
      model.dispose()
    }
    await expect(loadModel(server.address)).rejects.toMatchObject({ code: 'model-not-found' })
    server.close()
    await expect(loadModel(server.address)).rejects.toMatchObject({ code: 'model-not-found' })
    mkdirSync(join(folder, 'empty'))
    await expect(loadModel(join(folder, 'empty'))).rejects.toMatchObject({ code: 'model-not-found' })
  })

  it('tells what the data are like, where they have no bounds too', async () => {
    const spec = { ...SPEC, range: [0, Number.POSITIVE_INFINITY] as const }
    const model = await loadModel(await sampleFiles({ ...WITH_EVERYTHING, loss: { use: 'poisson' }, spec }))
    expect(model.spec).toEqual(spec)
    expect(model.codeDimensions).toBe(5)
    model.dispose()
  })

  it('has no classes and no clusters where no stage has made any', async () => {
    const model = await loadModel(await sampleFiles({ model: { use: 'dense', hidden: [5] } }))
    expect(model).not.toHaveProperty('classify')
    expect(model).not.toHaveProperty('cluster')
    model.dispose()
  })

  it('refuses rows of another length, and work after dispose', async () => {
    const model = await loadModel(files)
    expect(() => model.encode([1, 2, 3])).toThrow(/3 numbers are no whole examples/)
    expect(() => model.encode([[1, 2, 3]])).toThrow(/row 0 has 3 numbers/)
    expect(() => model.decode(sampleRows(1, 12))).toThrow(/12 numbers are no whole codes/)
    model.dispose()
    model.dispose()
    expect(() => model.encode(sampleRows(1, 12))).toThrow(/disposed/)
  })

  it('asks for the plugin that a model comes from, and takes it', async () => {
    const sample = functionModel((x) => x)
    const packed = await sampleFiles(sample)
    const named = edited(packed, (config) => (config['plugins'] = [{ name: 'odd', version: '1.2.3' }]))
    const error = await loadModel(named).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'plugin-missing', message: 'this model needs "odd"' })
    const model = await loadModel(named, { plugins: sample.plugins! })
    close(
      model.decode(sampleRows(1, 12)),
      [...sampleRows(1, 12)].map((v) => sigmoid(2 * v)),
    )
    model.dispose()
  })
})
