import { definePlugin, OPTIMIZER, SCHEDULE } from '@hourglass/core'
import { z } from 'zod'

import { adagrad } from './adagrad.js'
import { adam } from './adam.js'
import { adamw } from './adamw.js'
import { constantSchedule } from './constant.js'
import { cosineOptions, cosineSchedule } from './cosine.js'
import { inverseTimeOptions, inverseTimeSchedule } from './inverse-time.js'
import { linearOptions, linearSchedule } from './linear.js'
import { momentum } from './momentum.js'
import { nesterov } from './nesterov.js'
import { rmsprop } from './rmsprop.js'
import { sgd } from './sgd.js'
import { stepOptions, stepSchedule } from './step.js'
import { warmUpOptions, warmUpSchedule } from './warm-up.js'

export { adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd }
export { constantSchedule, cosineSchedule, inverseTimeSchedule, linearSchedule, stepSchedule, warmUpSchedule }

const rate = (fallback: number) => z.number().positive().max(1000).default(fallback).describe('η, learning rate')
const decay = (fallback: number) => z.number().min(0).lt(1).default(fallback)
const guard = (fallback: number) =>
  z.number().positive().default(fallback).describe('ε, added to the root that is divided by')
const withVelocity = z.strictObject({ learningRate: rate(0.01), momentum: decay(0.9).describe('μ') })
const withMoments = {
  learningRate: rate(0.001),
  beta1: decay(0.9).describe('β₁, decay of the first moment'),
  beta2: decay(0.999).describe('β₂, decay of the second moment'),
  epsilon: guard(1e-8),
}

export default definePlugin({
  name: '@hourglass/optimizers',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(OPTIMIZER, 'sgd', {
        summary: 'w ← w − ηg',
        cite: 'Robbins and Monro 1951',
        details: `The rule of the papers on denoising and contractive autoencoders. It has no memory, so that the
learning rate decides everything: try powers of ten, and take the largest that does not diverge.`,
        options: z.strictObject({ learningRate: rate(0.1) }),
        create: (options) => sgd(options.learningRate),
      })
      .add(OPTIMIZER, 'momentum', {
        summary: 'v ← μv − ηg, w ← w + v',
        cite: 'Sutskever et al. 2013, §2, eq. 1–2',
        details: `Gradients that agree add up, to 1/(1 − μ) times the step of sgd; those that alternate cancel.
Where sgd takes η, momentum takes about (1 − μ)η.`,
        options: withVelocity,
        create: (options) => momentum(options.learningRate, options.momentum),
      })
      .add(OPTIMIZER, 'nesterov', {
        summary: 'v ← μv − ηg, w ← w + μv − ηg: momentum whose gradient is taken where it is about to go',
        cite: 'Sutskever et al. 2013, §2, eq. 3–4',
        details: `Nesterov's accelerated gradient. The gradient is that of the point looked ahead to, which corrects
a velocity that is too large one step earlier than momentum does: it stays stable for larger μ.

The parameters of the run are the points looked ahead to, w = θ + μv in the symbols of the paper.`,
        options: withVelocity,
        create: (options) => nesterov(options.learningRate, options.momentum),
      })
      .add(OPTIMIZER, 'adam', {
        summary: 'w ← w − η·m̂/(√v̂ + ε), first and second moments of g with bias correction',
        cite: 'Kingma and Ba 2015, Algorithm 1',
        details: `Every parameter moves by at most about η in a step, whatever the size of its gradient, so that one
learning rate suits many models. The default of most experiments.

The regularizer weight-decay passes through the moments and is weakened where gradients are large:
adamw decays evenly.`,
        options: z.strictObject(withMoments),
        create: (options) => adam(options),
      })
      .add(OPTIMIZER, 'adamw', {
        summary: 'w ← w − η·(m̂/(√v̂ + ε) + λw): adam with decoupled weight decay',
        cite: 'Loshchilov and Hutter 2019, Algorithm 2',
        details: `In one step a weight shrinks by the share ηλ, whatever its gradient; a schedule of η is one of the
decay too. The λ of the paper is ηλ here. The decay is part of the step and appears in no term of
the objective.

By default only weights (parameters of rank 2 and more) decay, not biases; decayed: all decays
every parameter.`,
        options: z.strictObject({
          ...withMoments,
          decay: z.number().min(0).max(1000).default(0.01).describe('λ, weight decay'),
          decayed: z
            .enum(['weights', 'all'])
            .default('weights')
            .describe('what decays: parameters of rank ≥ 2, or all, biases included'),
        }),
        create: (options) => adamw(options),
      })
      .add(OPTIMIZER, 'adagrad', {
        summary: 'G ← G + g², w ← w − η·g/(√G + ε)',
        cite: 'Duchi, Hazan and Singer 2011, Figure 1',
        details: `Divides by the root of the sum of all squared gradients: parameters that are rarely needed (those
of pixels that are mostly black) keep long steps, and all steps shrink as 1/√t, without a
schedule. In long trainings they shrink too far: see rmsprop.`,
        options: z.strictObject({ learningRate: rate(0.01), epsilon: guard(1e-10) }),
        create: (options) => adagrad(options),
      })
      .add(OPTIMIZER, 'rmsprop', {
        summary: 'r ← ρr + (1−ρ)g², w ← w − η·g/(√r + ε); centred: √(r − a²), a the running mean of g',
        cite: 'Tieleman and Hinton 2012, lecture 6.5; centred: Graves 2013',
        details: `Divides by the root of a running mean of squared gradients. Without bias correction: the first
steps are 1/√(1 − ρ) times as long as later ones, so give it a warm-up where that hurts.

centered divides by the standard deviation of the gradient. Where a gradient hardly changes from
step to step that is nearly 0 and the steps become very long: take a larger epsilon (1e-4) with
it.`,
        options: z.strictObject({
          learningRate: rate(0.001),
          rho: decay(0.9).describe('ρ, decay of the running means'),
          epsilon: guard(1e-8),
          centered: z.boolean().default(false).describe('divide by the standard deviation of g'),
        }),
        create: (options) => rmsprop(options),
      })
      .add(SCHEDULE, 'constant', {
        summary: '1',
        details: `What no schedule means, written out: for comparing schedules by one line of an experiment.`,
        options: z.strictObject({}),
        create: () => constantSchedule(),
      })
      .add(SCHEDULE, 'inverse-time', {
        summary: '1/(1 + decay·t), t the epochs (or steps) that lie behind',
        cite: 'Bottou 2012, §5.2; Robbins and Monro 1951',
        details: `The classical decrease, with which stochastic gradient descent provably converges. With decay 1
per epoch the learning rate is halved after the first epoch, a third after the second.

It does not depend on the length of the stage: a stage that stops early has seen the same rates.`,
        options: inverseTimeOptions,
        create: (options) => inverseTimeSchedule(options),
      })
      .add(SCHEDULE, 'step', {
        summary: 'γ^⌊epoch/every⌋',
        details: `Constant, with drops by γ after every so many epochs. Independent of the length of the stage.`,
        options: stepOptions,
        create: (options) => stepSchedule(options),
      })
      .add(SCHEDULE, 'linear', {
        summary: '1 − (1 − floor)·t/T, t = step − 1 of T steps',
        details: `A straight line from 1 towards floor, over the length of the stage.`,
        options: linearOptions,
        create: (options) => linearSchedule(options),
      })
      .add(SCHEDULE, 'cosine', {
        summary: 'floor + (1 − floor)·½(1 + cos πt/T), t = step − 1 of T steps',
        cite: 'Loshchilov and Hutter 2017, eq. 5',
        details: `Long near 1, steep in the middle, long near floor. It has no restarts. T is the length of the
stage as it was set: where early stopping ends it before, the small rates are never reached.`,
        options: cosineOptions,
        create: (options) => cosineSchedule(options),
      })
      .add(SCHEDULE, 'warm-up', {
        summary: 'step/k in the first k steps, then 1 or the schedule `next` from its beginning',
        cite: 'Goyal et al. 2017, §2.2',
        details: `A linear rise over a number of epochs or steps, for optimizers whose first steps are too long
(rmsprop) and for large batches. Give either epochs or steps.

next is any schedule for what comes after; it sees a stage that is shorter by the rise, so that a
cosine still ends at its floor: { use: warm-up, epochs: 2, next: cosine }.`,
        options: warmUpOptions,
        create: ({ next, ...length }, { create }) =>
          warmUpSchedule({ ...length, next: next && create(SCHEDULE, next) }),
      }),
})
