import { HourglassError, NOISE, PluginHost, type Reference } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import noise from './index.js'

const host = new PluginHost([noise])

describe('the plugin', () => {
  it('has a default for every option, written out by the host', () => {
    const common = { samples: 1, walkback: 0 }
    expect(host.names(NOISE).map((name) => host.complete(NOISE, name))).toEqual([
      { use: 'block', size: 8, count: 1, ...common },
      { use: 'gaussian', sigma: 0.3, ...common },
      { use: 'masking', fraction: 0.25, exact: false, ...common },
      { use: 'salt-and-pepper', fraction: 0.25, ...common },
      { use: 'speckle', sigma: 0.3, ...common },
      { use: 'uniform', amplitude: 0.5, ...common },
    ])
  })

  it('says what each is, in lines that fit a terminal', () => {
    for (const { name, entry } of host.list(NOISE)) {
      expect(entry.details, name).toBeTypeOf('string')
      for (const line of entry.details!.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
    }
  })

  it.each([
    { use: 'masking', fraction: 1.5 },
    { use: 'masking', fraction: -0.1 },
    { use: 'masking', exact: 'yes' },
    { use: 'salt-and-pepper', fraction: '25%' },
    { use: 'gaussian', sigma: -1 },
    { use: 'gaussian', sigma: Infinity },
    { use: 'uniform', amplitude: -0.5 },
    { use: 'speckle', sigma: Number.NaN },
    { use: 'block', size: 0 },
    { use: 'block', size: 2.5 },
    { use: 'block', count: 0 },
    { use: 'masking', samples: 0 },
  ] as Reference[])('refuses %j', (reference) => {
    expect(() => host.complete(NOISE, reference)).toThrow(HourglassError)
  })
})
