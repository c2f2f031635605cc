import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { loadModel } from './load-model.js'
import { sampleFiles, sampleRows } from './model-files.fixture.js'
import { pythonWith } from './python.fixture.js'

const SCRIPT = `
import json, sys, hashlib, numpy
from safetensors.numpy import load_file
folder = sys.argv[1]
config = json.load(open(folder + '/config.json'))
assert hashlib.sha256(open(folder + '/model.safetensors', 'rb').read()).hexdigest() == config['weights']['sha256']
assert config['model']['activation'] == 'sigmoid'
weights = {name: w.astype(numpy.float64) for name, w in load_file(folder + '/model.safetensors').items()}
h = numpy.array(json.load(open(folder + '/x.json')), dtype=numpy.float64).reshape(-1, config['data']['dimensions'])
for k in range(len(config['model']['hidden'])):
    h = 1 / (1 + numpy.exp(-(h @ weights[f'encoder.{k}.W'] + weights[f'encoder.{k}.b'])))
print(json.dumps(h.ravel().tolist()))
`

const python = pythonWith('numpy', 'safetensors')
const folder = mkdtempSync(join(tmpdir(), 'hourglass-python-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf('absent' in python)(`Python${'absent' in python ? ` (skipped: ${python.absent})` : ''}`, () => {
  it('reads the weights, and computes h = σ(xW + b) as the model does', async () => {
    if ('absent' in python) throw new Error(python.absent)
    const files = await sampleFiles({ model: { use: 'dense', hidden: [7, 5], activation: 'sigmoid', tied: true } })
    const x = sampleRows(4, 12)
    for (const [name, bytes] of Object.entries({ ...files, 'x.json': JSON.stringify([...x]) }))
      writeFileSync(join(folder, name), bytes)
    const codes = JSON.parse(python.run(SCRIPT, folder)) as number[]
    const model = await loadModel(folder)
    const ours = model.encode(x)
    expect(codes.length).toBe(ours.length)
    for (const [place, code] of codes.entries()) expect(ours[place]).toBeCloseTo(code, 6)
    model.dispose()
  })
})
