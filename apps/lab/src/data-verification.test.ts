import { PluginHost } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { dataSource } from './data-source.js'
import { verifyData } from './data-verification.js'
// @ts-expect-error a plugin as users write it, without types
import plugin from './fixtures/data-sets-plugin.mjs'
import { STANDARD_PLUGINS } from './standard-plugins.js'

const host = new PluginHost([...STANDARD_PLUGINS, plugin as never])
const never = new AbortController().signal

function verify(name: string, set: readonly string[] = [], signal = never) {
  return verifyData(dataSource(host, name, set), () => {}, signal)
}

describe('verifyData', () => {
  it.each([
    ['range', 'validation: example 0 holds 0.5166666507720947 at place 2', '[0, 0.5]'],
    ['nan', 'test: example 14 holds NaN at place 0', 'finite'],
    ['short', 'rows of 30 examples are 179 numbers', '30 × 6'],
    ['float64', 'are 180 numbers of Float64Array', 'Float32Array'],
    ['label', 'train: example 0 is of class 2', '0 … 1'],
    ['unlabelled', 'validation has no labels', 'one for each'],
    ['labels', 'validation has 3 labels for 15 examples', 'one for each'],
    ['image', 'spec.image is 3 × 3', 'height × width'],
    ['hash', 'hash "formula" is "abc"', '64 lower-case'],
    ['hashless', 'there are no hashes', 'SHA-256'],
    ['bytes', 'train: example 0 holds 0.01666666753590107 at place 2, its bytes 0', 'byte / 255'],
    ['memory', 'train: two batches share their memory', 'an array that is new each time'],
    ['manifold', 'the manifold is 7 numbers', 'points × 6'],
    ['published', 'the SHA-256 of formula is', 'the published one'],
  ])('finds a set that lies: %s', async (lie, message, expected) => {
    await expect(verify('corners', [`lie=${lie}`])).rejects.toMatchObject({
      code: 'data-contradiction',
      message: expect.stringContaining(message),
      expected: expect.stringContaining(expected),
    })
  })

  it('finds a set that is another one at every load', async () => {
    await expect(verify('corners', ['lie=again'])).rejects.toThrow('what was loaded first holds other examples')
    await expect(verify('corners', ['lie=clock'])).rejects.toThrow('what was loaded first has other hashes')
  })

  it('tells what a plugin throws as a fault of that plugin', async () => {
    await expect(verify('corners', ['lie=throws'])).rejects.toMatchObject({
      code: 'plugin-failed',
      message: expect.stringContaining('data-sets-plugin could not be read: the disk is gone'),
    })
  })

  it('has nothing to say against sets that are sound', async () => {
    const [corners, digits] = [await verify('corners'), await verify('mnist-10k')]
    expect(corners.splits).toMatchObject({ train: { examples: 30, classSizes: [20, 0, 10] } })
    expect(digits.spec.image).toEqual([28, 28])
    expect(Object.values(digits.repeated)).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('counts the examples that stand in two splits', async () => {
    // 0 … 10 in train, 3 … 6 in validation, 20 … 24 in test.
    expect((await verify('numbers')).repeated).toEqual({
      ...{ train: 0, validation: 0, test: 0 },
      ...{ 'validation in train': 4, 'test in train': 0, 'test in validation': 0 },
    })
  })

  it('throws the reason of a signal that is aborted', async () => {
    const reason = new Error('stopped')
    await expect(verify('mnist-10k', [], AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})
