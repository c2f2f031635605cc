import { CLUSTER_CENTRES, type Engine, HourglassError, READOUT } from '@hourglass/core'
import { createCpuEngine, decodeSafetensors, encodeSafetensors, free } from '@hourglass/engine'
import { leakedTensors } from '@hourglass/testing'
import { zeros } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { edited, type Json } from './edited-files.fixture.js'
import { loadModel } from './load-model.js'
import { sampleFiles } from './model-files.fixture.js'
import type { ModelFiles } from './model-files.js'
import { weightsHash } from './weights-hash.js'

let files: ModelFiles
beforeAll(async () => {
  const more = { [READOUT.weights]: [5, 3], [READOUT.bias]: [3], [CLUSTER_CENTRES]: [4, 5] }
  files = await sampleFiles({ model: { use: 'dense', hidden: [5] }, more })
})

/** Other tensors, with their hash in the config. */
async function withTensors(edit: (shapes: Record<string, readonly number[]>) => void): Promise<ModelFiles> {
  const params = decodeSafetensors(files['model.safetensors'], 'x')
  const shapes = Object.fromEntries(
    Object.entries(params).map(([name, { shape }]) => [name, shape as readonly number[]]),
  )
  edit(shapes)
  const other = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, zeros([...shape])]))
  const weights = encodeSafetensors(other)
  free(params, other)
  const sha256 = await weightsHash(weights)
  const config = edited(files, (config) => (config['weights'] = { file: 'model.safetensors', sha256 }))
  return { ...config, 'model.safetensors': weights }
}

const text = (content: string): ModelFiles => ({ ...files, 'config.json': new TextEncoder().encode(content) })
const config = (edit: (config: Json) => void) => async () => edited(files, edit)

describe('files that are no model', () => {
  let engine: Engine
  beforeAll(async () => void (engine = await createCpuEngine()))

  it.each<[string, () => Promise<ModelFiles>, string, RegExp]>([
    ['no JSON', async () => text('{'), 'invalid-model-config', /not JSON/],
    ['another JSON', async () => text('[1]'), 'invalid-model-config', /not the description of an exported model/],
    ['null', async () => text('null'), 'invalid-model-config', /not the description/],
    ['a newer format', config((c) => (c['version'] = 2)), 'newer-model-format', /version 2/],
    ['no loss', config((c) => delete c['loss']), 'invalid-model-config', /loss/],
    ['a key too many', config((c) => (c['lost'] = 1)), 'invalid-model-config', /lost/],
    ['an unknown model', config((c) => (c['model'] = { use: 'dens' })), 'invalid-option', /no model named "dens"/],
    ['an unknown option', config((c) => (c['model'] = { use: 'dense', hiden: [5] })), 'invalid-option', /hiden/],
    [
      'a picture of another size',
      config((c) => (c['data'] = { dimensions: 12, range: [0, 1], image: [3, 5] })),
      'invalid-model-config',
      /height times width/,
    ],
    ['weights elsewhere', config((c) => ((c['weights'] as Json)['file'] = '../x')), 'invalid-model-config', /file/],
    [
      'weights cut short',
      async () => ({ ...files, 'model.safetensors': files['model.safetensors'].slice(0, 99) }),
      'weights-changed',
      /not the weights/,
    ],
    [
      'a tensor missing',
      () => withTensors((s) => delete s['decoder.0.b']),
      'weights-do-not-fit',
      /"decoder.0.b" is missing/,
    ],
    [
      'a tensor of another shape',
      () => withTensors((s) => (s['encoder.0.W'] = [5, 12])),
      'weights-do-not-fit',
      /"encoder.0.W" is \[5,12\], not \[12,5\]/,
    ],
    [
      'half a read-out',
      () => withTensors((s) => delete s[READOUT.bias]),
      'weights-do-not-fit',
      /"readout.b" is missing/,
    ],
    [
      'a read-out of other codes',
      () => withTensors((s) => (s[READOUT.weights] = [6, 3])),
      'weights-do-not-fit',
      /"readout.W" is \[6,3\]/,
    ],
    [
      'centres of other codes',
      () => withTensors((s) => (s[CLUSTER_CENTRES] = [4, 6])),
      'weights-do-not-fit',
      /"clusters.centres"/,
    ],
    [
      'an unrolled tensor of another shape',
      () => withTensors((s) => (s['unrolled.encoder.0.W'] = [5])),
      'weights-do-not-fit',
      /"unrolled.encoder.0.W"/,
    ],
    [
      'a model larger than memory',
      config((c) => (c['model'] = { use: 'dense', hidden: [65536, 65536, 65536] })),
      'weights-do-not-fit',
      /has a tensor of \[12,65536\]/,
    ],
  ])('are refused in one error: %s', async (_, make, code, message) => {
    const bad = await make()
    let error: unknown
    const leaked = await leakedTensors(
      engine,
      async () => void (error = await loadModel(bad).catch((thrown: unknown) => thrown)),
    )
    expect(error).toBeInstanceOf(HourglassError)
    const known = error as HourglassError
    expect(known.format()).toMatch(message)
    expect(known.code).toBe(code)
    expect(known.place?.source).toMatch(/config\.json|model\.safetensors/)
    expect(leaked).toBe(0)
  })
})
