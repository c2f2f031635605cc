import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createCpuEngine } from '@hourglass/engine'
import { linspace, reshape, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { pythonWith } from '../python.fixture.js'
import { KERNEL_CALLS } from './kernel-calls.fixture.js'
import { onnxGraph } from './onnx-graph.js'
import { encodeOnnx } from './onnx-message.js'
import { OPERATORS } from './operators.js'
import { withTraceEngine } from './trace-engine.js'
import { traceFunction } from './trace-function.js'
import { Trace } from './trace.js'

const input = { name: 'x', dimensions: 12 }
const X = Array.from({ length: 4 }, (_, row) =>
  Array.from({ length: 12 }, (_, column) => ((row * 12 + column) * 0.618) % 1),
)

const SCRIPT = `
import json, sys, numpy, onnx, onnxruntime
x = numpy.array(json.load(open(sys.argv[1] + '/x.json')), dtype=numpy.float32)
answers = []
for place in range(int(sys.argv[2])):
    file = f'{sys.argv[1]}/{place}.onnx'
    onnx.checker.check_model(onnx.load(file), full_check=True)
    (y,) = onnxruntime.InferenceSession(file, providers=['CPUExecutionProvider']).run(None, {'x': x})
    answers.append({'shape': y.shape, 'numbers': [float(v) for v in y.ravel()]})
print(json.dumps(answers))
`

beforeAll(async () => void (await createCpuEngine()))

describe('the table of operators', () => {
  it('is tried, every kernel of it but convolutions, which a model tries', async () => {
    const trace = new Trace()
    await withTraceEngine(async (engine) =>
      tidy(() => {
        const x = reshape(linspace(0.1, 0.9, 36), [3, 12]) as Tensor2D
        trace.name('x', x)
        engine.into(trace, () => Object.values(KERNEL_CALLS).map((call) => call(x)))
      }),
    )
    const tried = new Set(trace.operations.map(({ kernel }) => kernel))
    const untried = Object.keys(OPERATORS).filter((kernel) => !tried.has(kernel))
    expect(untried).toEqual(['Conv2D', 'Conv2DBackpropInput'])
  })
})

const python = pythonWith('numpy', 'onnx', 'onnxruntime')
const folder = mkdtempSync(join(tmpdir(), 'hourglass-onnx-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf('absent' in python)(`onnxruntime${'absent' in python ? ` (skipped: ${python.absent})` : ''}`, () => {
  let answers: { shape: number[]; numbers: number[] }[]
  beforeAll(async () => {
    if ('absent' in python) return
    writeFileSync(join(folder, 'x.json'), JSON.stringify(X))
    await withTraceEngine(async (engine) => {
      for (const [place, [title, call]] of Object.entries(KERNEL_CALLS).entries()) {
        const trace = traceFunction(engine, { title, input, params: {}, run: (x) => ({ y: call(x) }) })
        writeFileSync(join(folder, `${place}.onnx`), encodeOnnx({ ...onnxGraph(trace, 'x', {}), metadata: {} }))
      }
    })
    answers = JSON.parse(python.run(SCRIPT, folder, `${Object.keys(KERNEL_CALLS).length}`)) as typeof answers
  })

  it.each(Object.entries(KERNEL_CALLS).map(([name, call], place) => [name, call, place] as const))(
    'computes what the tensor library does: %s',
    (_, call, place) => {
      const [shape, ours] = tidy(() => {
        const y = call(tensor2d(X))
        return [y.shape, Float32Array.from(y.dataSync())] as never
      }) as unknown as [number[], Float32Array]
      const { shape: theirShape, numbers } = answers[place]!
      expect(theirShape).toEqual(shape)
      const scale = Math.max(...ours.map(Math.abs))
      expect(scale).toBeGreaterThan(0)
      for (const [at, number] of numbers.entries()) expect(Math.abs(number - ours[at]!)).toBeLessThan(1e-5 * scale)
    },
  )
})
