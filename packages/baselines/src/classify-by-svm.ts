import type { Split } from '@hourglass/core'
import { batchTensor, free, splitBatches } from '@hourglass/engine'
import { add, matMul, type Tensor2D, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'

import { electClasses } from './one-against-one.js'
import { kernelBlock } from './svm-kernel.js'
import type { SvmModel } from './train-svm.js'

/** Examples at a time: with 10,000 support vectors, 40 MB for each intermediate result. */
const BATCH = 1000

/**
 * f_p(x) for every example and pair of classes, [n, pairs] row-major, in float32 on the engine that is current:
 * exp(−γ(‖x‖² + ‖z‖² − 2⟨x, z⟩))β + b for a block of examples x and all support vectors z.
 *
 * @param train the examples that the model was trained on; its support vectors are places in it
 */
export function svmDecisions(model: SvmModel, train: Split, split: Split): Float32Array {
  const { kernel, supportVectors, pairs } = model
  const decisions = new Float32Array(split.size * pairs.length)
  const Z = batchTensor(train, supportVectors)
  const beta = tensor2d(Float32Array.from(model.coefficients), [supportVectors.length, pairs.length])
  const biases = tensor1d(Float32Array.from(model.biases))
  // A linear machine is one vector for each pair, whatever the number of its support vectors.
  const weights = kernel.use === 'linear' ? matMul(Z, beta, true, false) : undefined
  const decide = (x: Tensor2D): Tensor2D =>
    add(weights === undefined ? matMul(kernelBlock(kernel, x, Z), beta) : matMul(x, weights), biases)
  for (const { x, start } of splitBatches(split, BATCH)) {
    const values = tidy(() => decide(x))
    decisions.set(values.dataSync(), start * pairs.length)
    free(x, values)
  }
  free(Z, beta, biases)
  weights?.dispose()
  return decisions
}

/** The class of each example: see `svmDecisions`, `electClasses`. */
export function classifyBySvm(model: SvmModel, train: Split, split: Split): Uint8Array {
  return electClasses(svmDecisions(model, train, split), model.pairs)
}
