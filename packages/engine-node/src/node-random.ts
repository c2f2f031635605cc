import { type Key, labelWords, type Random } from '@hourglass/core'
import { keyOf, permutation, seedWords, wordsOf } from '@hourglass/engine'
import {
  add,
  cast,
  clipByValue,
  type DataType,
  less,
  mul,
  type Scalar,
  stack,
  type Tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core'

import type { OperationAttribute, TensorFlowBackend } from './tensorflow-backend.js'

/**
 * Random numbers drawn by TensorFlow's stateless operations (Philox4x32-10), so that a draw is an operation of the
 * graph when a step is traced. The words are those of the engines that draw on the host.
 */
export function nodeRandom(backend: TensorFlowBackend): Random {
  const { binding } = backend
  const typed = (name: string, value: number): OperationAttribute => ({ name, type: binding.TF_ATTR_TYPE, value })
  const int32 = binding.TF_INT32

  function stateless(operation: string, key: Key, shape: readonly number[], dtype: DataType): Tensor {
    const attributes = [
      typed('dtype', dtype === 'int32' ? int32 : binding.TF_FLOAT),
      typed('T', int32),
      typed('Tseed', int32),
    ]
    return tidy(() => backend.executeSingleOutput(operation, attributes, [tensor1d(shape as number[], 'int32'), key]))
  }

  const label = (part: string | number | Scalar): Tensor =>
    typeof part === 'object' ? scalarLabel(cast(part, 'int32')) : tensor1d([...labelWords(part)], 'int32')

  const random: Random = {
    key: (seed) => keyOf(seedWords(seed)),
    fold: (key, ...path) =>
      tidy(() =>
        path.reduce<Key>(
          (at, part) => stateless('StatelessRandomUniformFullInt', add(at, label(part)) as Key, [2], 'int32') as Key,
          path.length === 0 ? (key.clone() as Key) : key,
        ),
      ),
    uniform: (key, shape, low = 0, high = 1) =>
      tidy(() => scaled(stateless('StatelessRandomUniform', key, shape, 'float32'), high - low, low)) as never,
    normal: (key, shape, mean = 0, standardDeviation = 1) =>
      tidy(() => scaled(stateless('StatelessRandomNormal', key, shape, 'float32'), standardDeviation, mean)) as never,
    bernoulli: (key, shape, probability) =>
      tidy(() =>
        cast(less(stateless('StatelessRandomUniform', key, shape, 'float32'), probability), 'float32'),
      ) as never,
    permutation: (key, n) => permutation(wordsOf(key), n),
  }
  return random
}

/** `labelWords` of a whole number that is a tensor: its high word is its sign, −1 or 0. */
function scalarLabel(part: Scalar): Tensor {
  return stack([part, clipByValue(part, -1, 0)])
}

/** x·scale + offset, without the operations that would change nothing. */
function scaled(x: Tensor, scale: number, offset: number): Tensor {
  const stretched = scale === 1 ? x : mul(x, scale)
  return offset === 0 ? stretched : add(stretched, offset)
}
