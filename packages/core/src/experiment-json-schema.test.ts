import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { OPTIMIZER } from './contracts/optimizer.js'
import { STAGE } from './contracts/stage.js'
import { entrySchema, experimentJsonSchema } from './experiment-json-schema.js'
import { parseExperiment } from './experiment.js'
import { fakePlugins, leastExperiment } from './fake-plugins.fixture.js'
import { PluginHost } from './plugin-host.js'
import { definePlugin } from './plugin.js'

const EXPERIMENTS = join(import.meta.dirname, '../../../apps/lab/experiments')
const read = (name: string) => parse(readFileSync(join(EXPERIMENTS, name), 'utf8')) as Record<string, unknown>

const host = new PluginHost([fakePlugins])
const schema = experimentJsonSchema(host)
// `strict` refuses keywords that it does not know; `allErrors` shows more where a test fails.
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema)

describe('experimentJsonSchema', () => {
  it('is a valid JSON Schema 2020-12', () => {
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(new Ajv2020().validateSchema(schema)).toBe(true)
    expect(JSON.stringify(schema)).not.toContain('hourglassExtensionPoint')
  })

  it.each(['quickstart.yaml', 'denoising.yaml'])('accepts the experiment %s', (name) => {
    expect(readdirSync(EXPERIMENTS)).toContain(name)
    validate(read(name))
    expect(validate.errors).toBeNull()
  })

  it.each<[string, unknown, boolean]>([
    ['the least', {}, true],
    ['an absent optimizer, which has a fallback', { stages: [{ use: 'pretrain' }] }, true],
    ['a point inside itself', { stages: [{ use: 'repeat', inner: [{ use: 'repeat', inner: ['pretrain'] }] }] }, true],
    ['a common option', { noise: { use: 'masking', samples: 3 } }, true],
    ['a misspelt option', { noise: { use: 'masking', fracton: 0.1 } }, false],
    [
      'a misspelt option of a plugin in a plugin',
      { stages: [{ use: 'pretrain', optimizer: { use: 'adam', rate: 1 } }] },
      false,
    ],
    ['a misspelt key', { sed: 1 }, false],
    ['an unknown plugin', { noise: 'mask' }, false],
    ['an option out of range', { noise: { use: 'masking', fraction: 2 } }, false],
    ['a missing required option', { stages: [{ use: 'pretrain', optimizer: { use: 'sgd' } }] }, false],
    ['a missing stage', { stages: [] }, false],
    ['a fraction of a seed', { seed: 0.5 }, false],
  ])('agrees with the parser on %s', (_, changes, right) => {
    const value = { ...leastExperiment, ...(changes as object) }
    expect(validate(value)).toBe(right)
    if (right) expect(() => parseExperiment(host, value)).not.toThrow()
    else expect(() => parseExperiment(host, value)).toThrow()
  })

  it('accepts an experiment with all defaults written out', () => {
    expect(validate(parseExperiment(host, read('quickstart.yaml')))).toBe(true)
  })

  it('stays valid where nothing is registered at a point', () => {
    const validate = new Ajv2020({ strict: true }).compile(experimentJsonSchema(new PluginHost()))
    expect(validate(leastExperiment)).toBe(false)
    const lonely = definePlugin({
      name: 'lonely',
      apiVersion: 1,
      register: (registry) =>
        registry.add(STAGE, 'train', {
          summary: 'names a point that nobody serves',
          options: (use) => z.strictObject({ optimizer: use(OPTIMIZER) }),
          create: () => ({}) as never,
        }),
    })
    expect(() => new Ajv2020({ strict: true }).compile(experimentJsonSchema(new PluginHost([lonely])))).not.toThrow()
  })

  it('keeps what an editor shows: descriptions and defaults', () => {
    const { properties } = schema as { properties: Record<string, Record<string, unknown>> }
    expect(properties['seed']).toMatchObject({ default: 1, description: expect.any(String) as string })
    expect(properties['noise']).toMatchObject({ $ref: '#/$defs/noise', description: expect.any(String) as string })
  })
})

describe('entrySchema', () => {
  it('is that of one reference: its name, its options and the common ones', () => {
    const masking = host.list('noise').find(({ name }) => name === 'masking')!
    expect(entrySchema(host, masking)).toMatchObject({
      type: 'object',
      description: 'a fake',
      required: ['use'],
      additionalProperties: false,
      properties: {
        use: { const: 'masking' },
        fraction: { type: 'number', minimum: 0, maximum: 1, default: 0.25 },
        samples: { type: 'integer', minimum: 1, maximum: 1000, default: 1 },
      },
    })
  })

  it('requires what has no default', () => {
    const sgd = host.list(OPTIMIZER).find(({ name }) => name === 'sgd')!
    expect(entrySchema(host, sgd)['required']).toEqual(['use', 'learningRate'])
  })
})
