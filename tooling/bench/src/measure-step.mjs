// measure-step.mjs <engine> <batch> <seconds>: prints { step, products } in milliseconds as JSON.
import { createNodeEngine, nativeUnusableReason } from '@hourglass/engine-node'
import { selectEngine } from '@hourglass/engine'
import { bernoulliLoss } from '@hourglass/losses'
import { denseAutoencoder } from '@hourglass/models'
import { maskingNoise } from '@hourglass/noise'
import { sgd } from '@hourglass/optimizers'
import { backpropagation, denoisingObjective, trainingStep } from '@hourglass/training'
import { dispose, matMul, scalar } from '@tensorflow/tfjs-core'

const [name, batchText, secondsText] = process.argv.slice(2)
const batch = Number(batchText)
const { engine } = await selectEngine(name, { unusable: nativeUnusableReason, create: createNodeEngine })
const { random } = engine

const model = denseAutoencoder({ dimensions: 784, hidden: [1000], activation: 'sigmoid', tied: true }, random)
const objective = denoisingObjective({
  model,
  loss: bernoulliLoss(random),
  noise: maskingNoise(0.25, random),
  noiseUse: { samples: 1, walkback: 0 },
  regularizers: [],
  random,
})
const step = engine.compile(trainingStep(backpropagation(objective), { optimizer: sgd(0.1) }))
const root = random.key(1)
let params = model.init(root)
const x = random.uniform(root, [batch, 784])
let number = 0

function trainOnce() {
  number++
  const at = { learningRate: scalar(0.1), step: scalar(number) }
  const key = random.fold(root, number)
  const next = step({ params, slots: {}, state: {}, x, key, at })
  // The host waits for the value, as the fit loop does.
  next.value.dataSync()
  dispose([params, key, at, next.value, next.terms])
  params = next.params
}

// h = x̃W, θ = hWᵀ; ∂h = ∂θ·W, ∂W = ∂θᵀh + x̃ᵀ∂a: the shapes of one step.
const W = random.uniform(root, [784, 1000])
const h = random.uniform(root, [batch, 1000])
function multiplyOnce() {
  const products = [
    matMul(x, W),
    matMul(h, W, false, true),
    matMul(x, W),
    matMul(x, h, true, false),
    matMul(x, h, true, false),
  ]
  products.at(-1).dataSync()
  dispose(products)
}

process.stdout.write(JSON.stringify({ step: time(trainOnce), products: time(multiplyOnce) }))

/** Milliseconds per call: median, least and most over as many calls as fit the time (3 at least), after a warm-up. */
function time(action) {
  const allowed = 1000 * Number(secondsText)
  const start = performance.now()
  for (let warmUp = 0; warmUp < 3 && performance.now() - start < allowed; warmUp++) action()
  const times = []
  const until = performance.now() + allowed
  while (performance.now() < until || times.length < 3) {
    const began = performance.now()
    action()
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  return { median: times[Math.floor(times.length / 2)], least: times[0], most: times.at(-1) }
}
