import { free } from '@hourglass/engine'
import { matMul } from '@tensorflow/tfjs-core'

/** A function that does a row's matrix products and nothing else, as one compiled step. */
export function matrixProducts(engine, { operands, products }) {
  let given
  const multiply = engine.compile((operands) =>
    Object.fromEntries(
      products.map(({ left, right, transposeLeft, transposeRight }, place) => [
        place,
        matMul(operands[left], operands[right], transposeLeft, transposeRight),
      ]),
    ),
  )
  return () => {
    given ??= drawOperands(engine, operands)
    const made = multiply(given)
    free(made)
  }
}

function drawOperands({ random }, operands) {
  const root = random.key('operands')
  return Object.fromEntries(
    Object.entries(operands).map(([name, shape]) => [name, random.uniform(random.fold(root, name), shape)]),
  )
}
