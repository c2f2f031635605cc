import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { loadModel } from '../load-model.js'
import { sampleFiles, sampleRows } from '../model-files.fixture.js'
import { pythonWith } from '../python.fixture.js'
import { SAMPLES } from '../sample-models.fixture.js'
import { onnxFiles } from './onnx-files.js'

// onnx.checker with full_check infers all shapes and compares them with those that the graph declares.
const SCRIPT = `
import json, sys, numpy, onnx, onnxruntime
folder, answers = sys.argv[1], {}
for name, rows in json.load(open(folder + '/inputs.json')).items():
    onnx.checker.check_model(onnx.load(folder + '/' + name), full_check=True)
    session = onnxruntime.InferenceSession(folder + '/' + name, providers=['CPUExecutionProvider'])
    (given,) = session.get_inputs()
    rows = numpy.array(rows, dtype=numpy.float32)
    results, alone = (session.run(None, {given.name: part}) for part in (rows, rows[:1]))
    assert all(numpy.allclose(a[0], r[0], rtol=1e-5) for a, r in zip(alone, results)), 'one row alone'
    answers[name] = {out.name: [float(v) for v in r.ravel()] for out, r in zip(session.get_outputs(), results)}
print(json.dumps(answers))
`

const python = pythonWith('numpy', 'onnx', 'onnxruntime')
const folder = mkdtempSync(join(tmpdir(), 'hourglass-onnx-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf('absent' in python)(`onnxruntime${'absent' in python ? ` (skipped: ${python.absent})` : ''}`, () => {
  it.each(Object.entries(SAMPLES))('computes what the model does: %s', async (_, sample) => {
    if ('absent' in python) throw new Error(python.absent)
    const files = await sampleFiles(sample)
    const onnx = await onnxFiles(files)
    const model = await loadModel(files)
    const { dimensions } = model.spec
    // Neither of the numbers of rows that it was traced with.
    const x = sampleRows(7, dimensions)
    const h = model.encode(x)
    const inputs = Object.fromEntries(
      Object.keys(onnx).map((name) => [
        name,
        name === 'decoder.onnx' ? rows(h, model.codeDimensions) : rows(x, dimensions),
      ]),
    )
    for (const [name, bytes] of Object.entries(onnx)) writeFileSync(join(folder, name), bytes)
    writeFileSync(join(folder, 'inputs.json'), JSON.stringify(inputs))
    const answers = JSON.parse(python.run(SCRIPT, folder)) as Record<string, Record<string, number[]>>
    expectClose(answers['encoder.onnx']!['h']!, h)
    expectClose(answers['decoder.onnx']!['theta']!, model.theta(h))
    expectClose(answers['decoder.onnx']!['mean']!, model.decode(h))
    expect('classifier.onnx' in answers).toBe(model.classify !== undefined)
    if (model.classify) expect(answers['classifier.onnx']!['class']).toEqual([...model.classify(x)])
    model.dispose()
  })
})

function rows(values: Float32Array, dimensions: number): number[][] {
  return Array.from({ length: values.length / dimensions }, (_, row) => [
    ...values.subarray(row * dimensions, (row + 1) * dimensions),
  ])
}

/** To 1e-5 of the largest of them: float32 sums in another order. */
function expectClose(computed: readonly number[], ours: Float32Array): void {
  expect(computed.length).toBe(ours.length)
  const scale = Math.max(...ours.map(Math.abs))
  expect(scale).toBeGreaterThan(0)
  const difference = Math.max(...computed.map((value, place) => Math.abs(value - ours[place]!)))
  expect(difference / scale).toBeLessThan(1e-5)
}
