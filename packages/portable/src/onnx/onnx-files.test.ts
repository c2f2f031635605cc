import { HourglassError } from '@hourglass/core'
import { createCpuEngine, createWasmEngine, decodeSafetensors, free } from '@hourglass/engine'
import { add, asinh, getBackend, memory, mul, scalar, sum, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { functionModel } from '../function-model.fixture.js'
import { loadModel } from '../load-model.js'
import { sampleFiles, sampleRows } from '../model-files.fixture.js'
import { SAMPLES } from '../sample-models.fixture.js'
import { decodeOnnx } from './decode-onnx.fixture.js'
import { evaluateOnnx } from './evaluate-onnx.fixture.js'
import { onnxFiles } from './onnx-files.js'

beforeAll(async () => void (await createCpuEngine()))

/** What the small interpreter of the tests can run; onnxruntime runs all of them, where it is there. */
const SIMPLE = Object.entries(SAMPLES).filter(([name]) => !/convolutional|loss/.test(name))

describe('the graphs', () => {
  it.each(SIMPLE)('compute in float64 what the model does: %s', async (_, sample) => {
    const files = await sampleFiles(sample)
    const onnx = await onnxFiles(files)
    const model = await loadModel(files)
    const run = (name: string, values: Float32Array, columns: number) =>
      evaluateOnnx(decodeOnnx(onnx[name]!), { rows: values.length / columns, columns, numbers: [...values] })
    const x = sampleRows(4, model.spec.dimensions)
    const h = model.encode(x)
    expectClose(run('encoder.onnx', x, model.spec.dimensions)['h']!, h)
    const decoded = run('decoder.onnx', h, model.codeDimensions)
    expectClose(decoded['theta']!, model.theta(h))
    expectClose(decoded['mean']!, model.decode(h))
    if (model.classify) {
      const { logits, class: classes } = run('classifier.onnx', x, model.spec.dimensions)
      expect(classes).toEqual([...model.classify(x)])
      expect(logits!.length).toBe(4 * 3)
    }
    model.dispose()
  })

  it.each(Object.entries(SAMPLES))('hold the weights, and take any number of rows: %s', async (_, sample) => {
    const files = await sampleFiles(sample)
    const onnx = Object.entries(await onnxFiles(files)).map(([name, bytes]) => [name, decodeOnnx(bytes)] as const)
    const names = ['encoder.onnx', 'decoder.onnx', ...(sample.more?.['readout.W'] ? ['classifier.onnx'] : [])]
    expect(onnx.map(([name]) => name)).toEqual(names)
    const params = decodeSafetensors(files['model.safetensors'], 'weights')
    for (const [name, { opset, irVersion, inputs, outputs, initializers, nodes, metadata }] of onnx) {
      expect([opset, irVersion]).toEqual([17, 8])
      expect(inputs.map(({ name }) => name)).toEqual([name === 'decoder.onnx' ? 'h' : 'x'])
      for (const { shape } of [...inputs, ...outputs]) expect(shape[0]).toBe('batch')
      const held = initializers.filter((tensor) => tensor.name in params)
      expect(held.length).toBeGreaterThan(0)
      for (const tensor of held) {
        expect(tensor.shape).toEqual(params[tensor.name]!.shape)
        expect(new Float32Array(tensor.bytes.slice().buffer)).toEqual(params[tensor.name]!.dataSync())
      }
      const made = [...inputs, ...initializers].map(({ name }) => name).concat(nodes.flatMap(({ outputs }) => outputs))
      expect(new Set(made).size).toBe(made.length)
      expect(metadata['run']).toBe('0123456789ab')
    }
    free(params)
  })

  it('are the same bytes again', async () => {
    const files = await sampleFiles(SAMPLES['stack']!)
    expect(await onnxFiles(files)).toEqual(await onnxFiles(files))
  })
})

describe('exporting', () => {
  it('leaves the engine that was current, and no tensor', async () => {
    await createWasmEngine()
    const files = await sampleFiles(SAMPLES['dense, one layer']!)
    const wasm = await createWasmEngine()
    const before = memory().numTensors
    await onnxFiles(files)
    expect([getBackend(), memory().numTensors]).toEqual(['wasm', before])
    expect(wasm.random.uniform(wasm.random.key(1), [2]).dataSync().length).toBe(2)
    await createCpuEngine()
  })

  it.each([
    ['runs a kernel that has no operator', (x: Tensor2D) => asinh(x), /model "odd" .* encoder runs the kernel Asinh/],
    ['reads its input', (x: Tensor2D) => mul(x, x.dataSync()[1]!), /number of examples by the numbers of a constant/],
    ['counts its examples', (x: Tensor2D) => mul(x, scalar(1 / x.shape[0])), /the numbers of a constant/],
    [
      'does more for more examples',
      (x: Tensor2D) => (x.shape[0] > 4 ? mul(add(x, 1), 2) : mul(x, 2)),
      /number of examples by the operations/,
    ],
  ])('refuses a model that %s', async (_, encode, message) => {
    const sample = functionModel(encode)
    const files = await sampleFiles(sample)
    const error = await onnxFiles(files, sample).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(HourglassError)
    expect(error).toMatchObject({ code: 'onnx-unsupported', message: expect.stringMatching(message) as string })
  })

  it('writes what a model of a plugin does, sums over the batch among it', async () => {
    const sample = functionModel((x) => mul(x, sum(x, 0, true)))
    const [encoder] = Object.values(await onnxFiles(await sampleFiles(sample), sample))
    const types = decodeOnnx(encoder!).nodes.map(({ type }) => type)
    expect(types).toEqual(['ReduceSum', 'Mul', 'Identity'])
  })
})

function expectClose(computed: readonly number[], ours: Float32Array): void {
  expect(computed.length).toBe(ours.length)
  const scale = Math.max(...ours.map(Math.abs))
  const difference = Math.max(...computed.map((value, place) => Math.abs(value - ours[place]!)))
  expect(difference / scale).toBeLessThan(1e-5)
}
