// What follows from a row: its layers, its parameters, and the matrix products that one step cannot do without.

/** Layers in order; a transposed one uses the weights of its mirror image. Names are those of the models' parameters. */
export function layersOf({ dimensions, hidden, classes, tied, activation }) {
  const encoder = hidden.map((units, k) => ({
    weights: `encoder.${k}.W`,
    bias: `encoder.${k}.b`,
    inputs: k === 0 ? dimensions : hidden[k - 1],
    units,
    activation,
    transposed: false,
  }))
  const code = hidden.at(-1)
  if (classes !== undefined) {
    const softmax = { weights: 'softmax.W', bias: 'softmax.b', inputs: code, units: classes }
    return [...encoder, { ...softmax, activation: 'identity', transposed: false }]
  }
  const decoder = encoder.toReversed().map(({ weights, inputs, units }) => {
    const k = Number(weights.split('.')[1])
    return {
      weights: tied ? weights : `decoder.${k}.W`,
      bias: `decoder.${k}.b`,
      inputs: units,
      units: inputs,
      activation: k === 0 ? 'identity' : activation,
      transposed: tied,
    }
  })
  return [...encoder, ...decoder]
}

/** Parameters in the order in which they stand in the weights file; W ~ U[−radius, radius], biases 0. */
export function parametersOf(row) {
  const parameters = new Map()
  for (const { weights, bias, inputs, units, activation, transposed } of layersOf(row)) {
    if (!transposed) parameters.set(weights, { shape: [inputs, units], radius: radius(row, inputs, units, activation) })
    parameters.set(bias, { shape: [units], radius: 0 })
  }
  return [...parameters].map(([name, parameter]) => ({ name, ...parameter }))
}

/** As the models' own (Glorot and Bengio 2010; √2 for relu, 4 for the sigmoid); a machine starts near 0. */
function radius({ kind }, inputs, units, activation) {
  if (kind === 'rbm') return 0.01 * Math.sqrt(3)
  const gain = { sigmoid: 4, relu: Math.SQRT2, identity: 1 }[activation]
  return gain * Math.sqrt(6 / (inputs + units))
}

/**
 * The products of one step: { left, right, transposeLeft, transposeRight } by the names of operands, and the operands'
 * shapes. No two are the same, so that no library saves one. Backpropagation: h·W forward, hᵀ·δ for the gradient of W, and
 * δ·Wᵀ in every layer but the first.
 */
export function productsOf(row) {
  return row.kind === 'rbm' ? contrastiveProducts(row) : backpropagationProducts(row)
}

function backpropagationProducts(row) {
  const { batch, dimensions } = row
  const operands = { h0: [batch, dimensions] }
  const products = []
  const add = (left, right, transposeLeft, transposeRight) =>
    products.push({ left, right, transposeLeft, transposeRight })
  for (const [k, { weights, inputs, units, transposed }] of layersOf(row).entries()) {
    const [h, next, delta] = [`h${k}`, `h${k + 1}`, `d${k + 1}`]
    operands[weights] ??= [inputs, units]
    operands[next] = [batch, units]
    operands[delta] = [batch, units]
    add(h, weights, false, transposed)
    // The gradient of Wᵀ, written as that of W.
    if (transposed) add(delta, h, true, false)
    else add(h, delta, true, false)
    if (k > 0) add(delta, weights, false, !transposed)
  }
  return { operands, products }
}

/** p(h | x), v ~ p(v | h), p(h | v), the reconstruction that is told, and both statistics. */
function contrastiveProducts({ batch, dimensions, hidden: [units] }) {
  const [visible, hidden] = [
    [batch, dimensions],
    [batch, units],
  ]
  const operands = { W: [dimensions, units], x: visible, v: visible, h: hidden, drawn: hidden, fantasy: hidden }
  const product = (left, right, transposeLeft = false, transposeRight = false) => ({
    left,
    right,
    transposeLeft,
    transposeRight,
  })
  const products = [
    product('x', 'W'),
    product('drawn', 'W', false, true),
    product('v', 'W'),
    product('h', 'W', false, true),
    product('x', 'h', true),
    product('v', 'fantasy', true),
  ]
  return { operands, products }
}

/** Multiplications and additions of the products. */
export function operationsOf({ operands, products }) {
  const total = products.reduce((sum, { left, right, transposeLeft, transposeRight }) => {
    const [m, inner] = transposeLeft ? operands[left].toReversed() : operands[left]
    return sum + 2 * m * inner * operands[right][transposeRight ? 0 : 1]
  }, 0)
  return total
}
