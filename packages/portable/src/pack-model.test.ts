import { definePlugin, MODEL, NOISE, PluginHost } from '@hourglass/core'
import losses from '@hourglass/losses'
import models from '@hourglass/models'
import regularizers from '@hourglass/regularizers'
import { expect, it } from 'vitest'
import { z } from 'zod'

import { functionModel } from './function-model.fixture.js'
import { sampleFiles, SPEC } from './model-files.fixture.js'
import { packModel, pluginsOf } from './pack-model.js'

const facts = {
  run: 'r',
  model: { use: 'dense', hidden: [3] },
  loss: { use: 'gaussian', sigma: 1 },
  spec: SPEC,
  plugins: [],
  engine: { name: 'cpu', description: 'cpu' },
  weights: new Uint8Array([1, 2, 3]),
}

it('names the weights by the SHA-256 that sha256sum prints', async () => {
  const files = await packModel(facts)
  const config = JSON.parse(new TextDecoder().decode(files['config.json'])) as { weights: unknown }
  // printf '\x01\x02\x03' | sha256sum
  const sha256 = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81'
  expect(config.weights).toEqual({ file: 'model.safetensors', sha256 })
})

it('gives the same bytes for the same model', async () => {
  const sample = { model: { use: 'dense', hidden: [3] } }
  expect(await sampleFiles(sample)).toEqual(await sampleFiles(sample))
})

it('writes nothing that it could not read again', async () => {
  await expect(packModel({ ...facts, run: '' })).rejects.toMatchObject({ code: 'invalid-model-config' })
})

it('finds the plugins of a model, those of parts inside its options too', () => {
  const own = functionModel((x) => x).plugins![0]!
  const noise = definePlugin({
    name: 'a noise with the name of a loss',
    apiVersion: 1,
    register: (registry) =>
      registry.add(NOISE, 'gaussian', {
        summary: '',
        options: z.strictObject({}),
        create: () => ({ corrupt: (x) => x }),
      }),
  })
  const host = new PluginHost([models, losses, regularizers, noise, own])
  const names = (model: { use: string }, loss = { use: 'gaussian' }) => {
    return pluginsOf(host, host.complete(MODEL, model), loss).map(({ name }) => name)
  }
  expect(names({ use: 'dense' })).toEqual(['@hourglass/losses', '@hourglass/models'])
  expect(names({ use: 'odd' })).toEqual(['@hourglass/losses', 'odd'])
  const layers = [{ use: 'dense', hidden: [3] }, { use: 'odd' }]
  expect(names({ use: 'stack', layers } as { use: string })).toEqual(['@hourglass/losses', '@hourglass/models', 'odd'])
  const penalised = { use: 'dense', penalty: { use: 'contractive' } }
  expect(pluginsOf(host, penalised, { use: 'laplace' }).map(({ name }) => name)).toEqual([
    '@hourglass/losses',
    '@hourglass/models',
    '@hourglass/regularizers',
  ])
})
