// The same nets as a user of plain tfjs-node writes them: `optimizer.minimize`, variables, the library's own draws.
import { serve } from './serve.mjs'
import { readBatches, readParameters } from './read-inputs.mjs'

let tf
let net

serve({
  async setUp(request) {
    process.env.TF_NUM_INTRAOP_THREADS = String(request.threads)
    const { loadTfjsNode } = await import('@hourglass/engine-node')
    tf = await loadTfjsNode()
    net = createNet(request)
    return { versions: { tfjs: tf.version['tfjs-core'], tensorflow: tf.backend().binding.TF_Version }, warnings: [] }
  },
  step: () => net.step(),
  multiply: () => net.multiply(),
})

function createNet(request) {
  const { row } = request
  const batches = readBatches(request)
  const variables = Object.fromEntries(
    Object.entries(readParameters(request)).map(([name, initial]) => [name, tf.variable(initial, true, name)]),
  )
  const { use, learningRate } = row.optimizer
  const optimizer = use === 'adam' ? tf.train.adam(learningRate, 0.9, 0.999, 1e-8) : tf.train.sgd(learningRate)
  const costs = { autoencoder: autoencoderCost, classifier: classifierCost }
  const learn =
    row.kind === 'rbm'
      ? (x) => tf.tidy(() => contrastiveDivergence(row, variables, optimizer, x))
      : (x, labels) => optimizer.minimize(() => costs[row.kind](row, variables, x, labels), true)
  let number = 0
  return {
    step() {
      const { x, labels } = batches[number++ % batches.length]
      const cost = learn(x, labels)
      const value = cost.dataSync()[0]
      cost.dispose()
      return value
    },
    multiply: products(row),
  }
}

const ACTIVATIONS = { sigmoid: (a) => a.sigmoid(), relu: (a) => a.relu(), identity: (a) => a }

function apply(layers, variables, x) {
  return layers.reduce(
    (h, { weights, bias, activation, transposed }) =>
      ACTIVATIONS[activation](tf.matMul(h, variables[weights], false, transposed).add(variables[bias])),
    x,
  )
}

function autoencoderCost({ layers, hidden, masking, contractive }, variables, x) {
  const kept =
    masking === 0
      ? x
      : x.mul(
          tf
            .randomUniform(x.shape)
            .less(1 - masking)
            .cast('float32'),
        )
  const h = apply(layers.slice(0, hidden.length), variables, kept)
  const theta = apply(layers.slice(hidden.length), variables, h)
  const nll = tf.losses.sigmoidCrossEntropy(x, theta, undefined, undefined, tf.Reduction.SUM).div(x.shape[0])
  if (contractive === 0) return nll
  const slopes = h.mul(tf.scalar(1).sub(h))
  const squaredNorms = variables[layers[0].weights].square().sum(0)
  return nll.add(slopes.square().mean(0).mul(squaredNorms).sum().mul(contractive))
}

function classifierCost({ layers }, variables, x, labels) {
  return tf.losses.softmaxCrossEntropy(labels, apply(layers, variables, x))
}

function contrastiveDivergence({ layers: [encoder, decoder] }, variables, optimizer, x) {
  const [W, b, c] = [variables[encoder.weights], variables[encoder.bias], variables[decoder.bias]]
  const draw = (p) => tf.randomUniform(p.shape).less(p).cast('float32')
  const logits = x.matMul(W).add(b)
  const h = logits.sigmoid()
  const v = draw(draw(h).matMul(W, false, true).add(c).sigmoid())
  const fantasy = v.matMul(W).add(b).sigmoid()
  const theta = h.matMul(W, false, true).add(c)
  const batch = x.shape[0]
  optimizer.applyGradients({
    [W.name]: v
      .matMul(fantasy, true, false)
      .sub(x.matMul(h, true, false))
      .div(batch),
    [b.name]: fantasy.mean(0).sub(h.mean(0)),
    [c.name]: v.mean(0).sub(x.mean(0)),
  })
  return tf.losses.sigmoidCrossEntropy(x, theta, undefined, undefined, tf.Reduction.SUM).div(batch)
}

function products({ operands, products }) {
  let given
  return () => {
    given ??= Object.fromEntries(Object.entries(operands).map(([name, shape]) => [name, tf.randomUniform(shape)]))
    for (const { left, right, transposeLeft, transposeRight } of products)
      tf.matMul(given[left], given[right], transposeLeft, transposeRight).dispose()
  }
}
