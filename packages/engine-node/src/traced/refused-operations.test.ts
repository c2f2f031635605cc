import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../load-tfjs-node.js'
import { createNodeEngine } from '../node-engine.js'
import type { TensorFlowBackend } from '../tensorflow-backend.js'
import { tracedCompile } from './traced-compile.js'

type X = Tensor

// As a whole, for it is a user's step that draws by these: ours must not.
const tf = await import('@tensorflow/tfjs-core')

/** What no graph can stand for, and the reason that is given. */
const CASES: readonly [name: string, step: (x: X) => X, reason: RegExp][] = [
  [
    'gather, which reads its indices',
    (x) => tf.gather(x, tf.cast(tf.clipByValue(x, 0, 3), 'int32')),
    /reads a value to the host/,
  ],
  [
    'booleanMask by hand',
    (x) =>
      tf.gather(
        x,
        tf.tensor1d(
          [...tf.greater(x, 0).dataSync()].flatMap((y, i) => (y ? [i] : [])),
          'int32',
        ),
      ),
    /reads a value/,
  ],
  ['dataSync', (x) => tf.scalar(x.dataSync()[0]!), /reads a value to the host/],
  ['arraySync', (x) => tf.scalar((x as Tensor1D).arraySync()[0]!), /reads a value to the host/],
  ['bufferSync', (x) => x.bufferSync().toTensor(), /reads a value to the host/],
  ['unique', (x) => tf.unique(tf.round(x)).values, /shapes in it depend on values, by Unique/],
  [
    'nonMaxSuppression',
    (x) => tf.image.nonMaxSuppression(tf.ones([4, 4]) as Tensor2D, x as Tensor1D, 2),
    /depend on values, by NonMax/,
  ],
  ['randomUniform', (x) => tf.add(x, tf.randomUniform([4])), /changed from call to call came in at/],
  ['randomNormal', (x) => tf.add(x, tf.randomNormal([4])), /changed from call to call came in at/],
  ['truncatedNormal', (x) => tf.add(x, tf.truncatedNormal([4])), /changed from call to call came in at/],
  ['dropout', (x) => tf.dropout(x, 0.5), /changed from call to call came in at/],
  ['multinomial', (x) => tf.multinomial(x as Tensor1D, 9), /it ran Multinomial at .* in one call and Multinomial/],
]

describe.skipIf(nativeUnusableReason() !== undefined)('refused operations', () => {
  let count: () => number
  beforeAll(async () => {
    count = (await createNodeEngine()).tensorCount
  })

  it.each(CASES)('%s', (_, step, reason) => {
    const refusals: string[] = []
    const { compile, release } = tracedCompile(tf.backend() as unknown as TensorFlowBackend, {
      refused: (text) => void refusals.push(text),
    })
    const compiled = compile(({ x }: { x: X }) => ({ y: step(x) }))
    const before = count()
    for (let call = 1; call <= 4; call++) {
      const x = tf.tensor1d([1, 2.5, -1, call])
      const { y } = compiled({ x })
      expect(y.dataSync().length).toBeGreaterThan(0)
      tf.dispose([x, y])
    }
    expect(refusals).toEqual([expect.stringMatching(reason)])
    expect(refusals[0]).toMatch(/refused-operations\.test\.ts:\d+/)
    expect(count()).toBe(before)
    release()
  })
})
