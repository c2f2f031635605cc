import { HourglassError, type Key, type Params, type Random, type Subject } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { abs, add, sub, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

export interface GenerateOptions {
  readonly count: number
  /** Steps of the Markov chain where one is run. */
  readonly steps: number
  readonly key: Key
}

/** Whether `generateExamples` knows a way for this model and noise. */
export function canGenerate({ model, noise }: Subject): boolean {
  return model.generate !== undefined || (noise !== undefined && model.learningRule === undefined)
}

/**
 * New examples from a trained model, [count, d_x], the caller's to dispose of: by the model's own way (the decoder of
 * sampled codes, a Gibbs chain), else by the Markov chain of a denoising autoencoder, which alternates
 *
 *   x̃ ~ q(· | x),   x ~ p(· | θ(h(x̃))),
 *
 * starting at uniform noise over the data's range, or normal noise on the side where they are; its last step gives E[x | θ] in the place of a draw.
 * Source: Bengio, Yao, Alain, Vincent 2013, "Generalized Denoising Auto-Encoders as Generative Models", §3.
 *
 * @throws HourglassError `cannot-generate`
 */
export function generateExamples(subject: Subject, params: Params, { count, steps, key }: GenerateOptions): Tensor2D {
  const { model, engine } = subject
  const { random } = engine
  if (model.generate !== undefined) return tidy(() => model.generate!(params, { count, steps, key }))
  const step = engine.compile(chainStep(subject))
  let x = tidy(() => chainStart(subject, count, random.fold(key, 'start'), random))
  for (let t = 1; t <= steps; t++) {
    const stepKey = tidy(() => random.fold(key, t))
    const next = step({ params, x, key: stepKey })
    free(x, stepKey)
    const [kept, other] = t === steps ? [next.mean, next.sample] : [next.sample, next.mean]
    free(other)
    x = kept
  }
  return x
}

function chainStep({ model, noise, loss, engine: { random } }: Subject) {
  if (noise === undefined || model.learningRule !== undefined)
    throw new HourglassError('cannot-generate', 'this model cannot generate', {
      expected: 'a model that generates (variational, rbm), or an autoencoder that was trained with a noise',
      remedy: 'train with a noise, e.g. noise: { use: masking, fraction: 0.5, walkback: 3 }',
    })
  return ({ params, x, key }: { params: Params; x: Tensor2D; key: Key }): { sample: Tensor2D; mean: Tensor2D } => {
    const xTilde = noise.corrupt(x, random.fold(key, 'noise'))
    const theta = model.decode(params, model.encode(params, xTilde))
    return { sample: loss.sample(theta, random.fold(key, 'sample')), mean: loss.mean(theta) }
  }
}

function chainStart({ dataset }: Subject, count: number, key: Key, random: Random): Tensor2D {
  const { dimensions, range } = dataset.spec
  const [low, high] = range
  const shape: [number, number] = [count, dimensions]
  if (Number.isFinite(low) && Number.isFinite(high)) return random.uniform(key, shape, low, high)
  const drawn = random.normal(key, shape) as Tensor2D
  if (Number.isFinite(low)) return add(abs(drawn), low)
  return Number.isFinite(high) ? sub(high, abs(drawn)) : drawn
}
