import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { foldWords, randomWords, unitFloat } from './words.js'

describe('randomWords', () => {
  it('are those of TensorFlow’s documentation', () => {
    // https://www.tensorflow.org/api_docs/python/tf/random/split: tf.random.split([1, 2], num=3), which is
    // StatelessRandomUniformFullInt of shape [3, 2].
    const published = [1105988140, 1738052849, -335576002, 370444179, 10670227, -246211131]
    expect([...randomWords([1, 2], 6)]).toEqual(published)
  })

  // StatelessRandomUniformFullInt of TensorFlow 2.21.0 through tfjs-node, measured once.
  it.each([
    [
      [0, 0],
      [-409271666, -1596301687, 1306945658, -1411208878, 556907846, 1542416368],
    ],
    [
      [-1, -2147483648],
      [-1653899293, -1341076458, -476693555, -1078606021, 1034106771, 98226119],
    ],
    [
      [1105988140, 1738052849],
      [1279501579, -1395957764, -1356467442, 808678959, -2057622476, 1371732793],
    ],
  ] as const)('of seed %j are those of TensorFlow', (seed, measured) => {
    expect([...randomWords(seed, 6)]).toEqual(measured)
  })

  it('do not depend on how many are drawn', () => {
    const many = randomWords([5, -6], 1003)
    for (let count = 0; count < 20; count++)
      expect([...randomWords([5, -6], count)]).toEqual([...many.subarray(0, count)])
  })
})

describe('unitFloat', () => {
  // StatelessRandomUniform of TensorFlow 2.21.0 with seed [1, 2] through tfjs-node, measured once.
  it('makes TensorFlow’s floats of the words', () => {
    const measured = [
      0.8440604209899902, 0.19204533100128174, 0.9962232112884521, 0.16038739681243896, 0.27199018001556396,
    ]
    expect([...randomWords([1, 2], 5)].map(unitFloat)).toEqual(measured)
  })

  it('is in [0, 1), a multiple of 2⁻²³, and exact in float32', () => {
    expect([unitFloat(0), unitFloat(-1), unitFloat(0x7fffffff)]).toEqual([0, 1 - 2 ** -23, 1 - 2 ** -23])
    assert(
      property(integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (word) => {
        const unit = unitFloat(word)
        expect(unit >= 0 && unit < 1 && Number.isInteger(unit * 2 ** 23) && Math.fround(unit) === unit).toBe(true)
      }),
    )
  })
})

describe('foldWords', () => {
  it('wraps around like int32', () => {
    expect(foldWords([2 ** 31 - 1, -(2 ** 31)], [1, -1])).toEqual(foldWords([-(2 ** 31), 2 ** 31 - 1], [0, 0]))
  })

  it('gives a key of its own for each of many labels', () => {
    const keys = new Set(Array.from({ length: 20_000 }, (_, label) => foldWords([7, 7], [label, 0]).join()))
    expect(keys.size).toBe(20_000)
  })
})
