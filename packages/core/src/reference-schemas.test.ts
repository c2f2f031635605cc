import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { NOISE } from './contracts/noise-model.js'
import { OPTIMIZER } from './contracts/optimizer.js'
import { LOSS } from './contracts/output-distribution.js'
import { REGULARIZER } from './contracts/regularizer.js'
import { STAGE } from './contracts/stage.js'
import { type ExtensionPoint } from './extension-point.js'
import { fakePlugins } from './fake-plugins.fixture.js'
import { PluginHost } from './plugin-host.js'
import { definePlugin } from './plugin.js'
import { thrownBy } from './thrown.fixture.js'

const host = new PluginHost([fakePlugins])
const explain = (point: ExtensionPoint<unknown>, value: unknown) =>
  thrownBy(() => host.complete(point, value as never)).format()

describe('a reference', () => {
  it('may be the bare name', () => {
    expect(host.complete(NOISE, 'masking')).toEqual({ use: 'masking', fraction: 0.25, samples: 1, walkback: 0 })
  })

  it("has the defaults of the plugin's own and of the point's common options written out", () => {
    expect(host.complete(NOISE, { use: 'gaussian', samples: 4 })).toEqual({
      use: 'gaussian',
      sigma: 0.3,
      samples: 4,
      walkback: 0,
    })
    expect(host.complete(REGULARIZER, 'weight-decay')).toEqual({ use: 'weight-decay', weight: 1 })
  })

  it('leaves an option without a default away', () => {
    expect(host.complete(STAGE, 'pretrain')).not.toHaveProperty('patience')
  })

  it('completes the plugins that its options name, where they are absent too', () => {
    const adam = { use: 'adam', learningRate: 0.001 }
    expect(host.complete(STAGE, 'pretrain')).toMatchObject({ optimizer: adam })
    expect(host.complete(STAGE, { use: 'pretrain', optimizer: null })).toMatchObject({ optimizer: adam })
    expect(host.complete(STAGE, { use: 'pretrain', optimizer: 'adam' })).toMatchObject({ optimizer: adam })
    expect(host.complete(STAGE, { use: 'repeat', inner: [{ use: 'repeat', inner: ['pretrain'] }] })).toMatchObject({
      times: 2,
      inner: [{ times: 2, inner: [{ epochs: 15, optimizer: adam }] }],
    })
  })

  it('takes the fallback for a name that is left out, and the options that are given', () => {
    const faster = host.complete(STAGE, { use: 'pretrain', optimizer: { learningRate: 0.5 } })
    expect(faster).toMatchObject({ optimizer: { use: 'adam', learningRate: 0.5 } })
    expect(explain(NOISE, { fraction: 0.5 })).toContain('needs "use"')
  })

  it('is resolved when it is parsed, so that a plugin installed later is known', () => {
    const late = new PluginHost()
    const schema = late.use(NOISE)
    expect(schema.safeParse('masking').success).toBe(false)
    late.install(fakePlugins)
    expect(schema.safeParse('masking').success).toBe(true)
  })

  it("keeps a plugin's own refinements", () => {
    const choosy = definePlugin({
      name: 'choosy',
      apiVersion: 1,
      register: (registry) =>
        registry.add(NOISE, 'between', {
          summary: 'uniform',
          options: z
            .strictObject({ low: z.number().default(0), high: z.number().default(1) })
            .refine(({ low, high }) => low < high, { message: 'low must be below high', path: ['low'] }),
          create: () => ({ corrupt: (x) => x }),
        }),
    })
    const host = new PluginHost([choosy])
    expect(host.complete(NOISE, 'between')).toEqual({ use: 'between', low: 0, high: 1, samples: 1, walkback: 0 })
    const error = thrownBy(() => host.complete(NOISE, { use: 'between', low: 3 }))
    expect(error.format()).toBe('low: low must be below high')
    expect(thrownBy(() => host.complete(NOISE, { use: 'between', middle: 3 })).message).toBe('unknown option "middle"')
  })

  it.each<[ExtensionPoint<unknown>, unknown, string]>([
    [
      NOISE,
      'gausian',
      'use: there is no noise named "gausian"\n' +
        '  expected: one of: gaussian, masking; did you mean "gaussian"?\n' +
        '  try: if it comes from a package of its own, name that package under "plugins"',
    ],
    [NOISE, undefined, 'a noise is missing\n  expected: the name of a noise, or { use: <name>, …options }'],
    [
      NOISE,
      null,
      'a noise is missing\n  expected: the name of a noise, or { use: <name>, …options }\n' +
        '  try: leave the whole line out if none is wanted',
    ],
    [OPTIMIZER, 7, '7 is not an optimizer\n  expected: the name of an optimizer, or { use: <name>, …options }'],
    [NOISE, ['masking'], '["masking"] is not a noise\n  expected: the name of a noise, or { use: <name>, …options }'],
    [NOISE, { us: 'masking' }, 'a noise needs "use"\n  expected: the name of a noise, or { use: <name>, …options }'],
    [
      NOISE,
      { use: 3 },
      'use: 3 is not the name of a noise\n  expected: the name of a noise, or { use: <name>, …options }',
    ],
    [
      NOISE,
      { use: 'masking', fracton: 0.1 },
      'fracton: unknown option "fracton"\n  expected: one of: emphasis, fraction, samples, walkback; did you mean "fraction"?',
    ],
    [
      NOISE,
      { use: 'masking', sample: 2 },
      'sample: unknown option "sample"\n  expected: one of: emphasis, fraction, samples, walkback; did you mean "samples"?',
    ],
    [LOSS, { use: 'bernoulli', x: 1 }, 'x: unknown option "x"\n  expected: no options here'],
    [NOISE, { use: 'masking', fraction: 2 }, 'fraction: 2 is too large\n  expected: a number from 0 to 1'],
    [NOISE, { use: 'masking', samples: 0 }, 'samples: 0 is too small\n  expected: a whole number from 1 to 1000'],
    [OPTIMIZER, 'sgd', 'learningRate: a value is missing\n  expected: a number greater than 0'],
    [
      STAGE,
      { use: 'repeat', inner: ['pretrain', { use: 'pretrain', optimizer: { use: 'adam', learningRate: -1 } }] },
      'inner[1].optimizer.learningRate: -1 is too small\n  expected: a number greater than 0',
    ],
    [
      STAGE,
      { use: 'repeat', inner: [{ use: 'pretrain', optimizer: { use: 'adam', learningrate: 1 } }] },
      'inner[0].optimizer.learningrate: unknown option "learningrate"\n' +
        '  expected: one of: clipNorm, clipValue, learningRate, schedule; did you mean "learningRate"?',
    ],
    [
      STAGE,
      { use: 'pretrain', optimizer: 'adan' },
      'optimizer.use: there is no optimizer named "adan"\n' +
        '  expected: one of: adam, sgd; did you mean "adam"?\n' +
        '  try: if it comes from a package of its own, name that package under "plugins"',
    ],
  ])('is refused in words, case %#', (point, value, message) => {
    expect(explain(point, value)).toBe(message)
  })

  it('is not led astray by names that every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(explain(NOISE, name)).toContain(`there is no noise named "${name}"`)
  })

  it('that holds itself has an end', () => {
    const loop: { use: string; inner: unknown[] } = { use: 'repeat', inner: [] }
    loop.inner.push(loop)
    expect(explain(STAGE, loop)).toContain('holds itself')
    expect(host.complete(STAGE, 'pretrain').use).toBe('pretrain')
  })
})
