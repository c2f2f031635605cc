import { HourglassError, type LearningRule, type Params } from '@hourglass/core'
import { add, scalar, type Tensor2D } from '@tensorflow/tfjs-core'

import { backpropagation, differentiate } from './backpropagation.js'
import { denoisingObjective, type ObjectiveParts, withPenalties } from './objective.js'

/**
 * How an experiment's model learns: by the rule that it brings (contrastive divergence, …), the regularizers' gradients
 * added, else by backpropagation of the denoising objective.
 *
 * @throws HourglassError `noise-unsupported` where a model with a rule of its own is given a noise
 */
export function learningRuleOf(parts: ObjectiveParts): LearningRule {
  const { model, noise, regularizers } = parts
  if (model.learningRule === undefined) return backpropagation(denoisingObjective(parts))
  if (noise !== undefined)
    throw new HourglassError('noise-unsupported', 'this model learns by a rule of its own, which takes no noise', {
      place: { path: 'noise' },
      expected: 'no noise',
      remedy: 'leave noise out, or take a model that learns by backpropagation, such as dense',
    })
  return regularizers.length === 0 ? model.learningRule : penalised(model.learningRule, parts)
}

/** A rule with ∂/∂w Σ_r λ_r R_r added to its gradient and Σ_r λ_r R_r to its value; R_r is taken at the clean x. */
function penalised(rule: LearningRule, { model, regularizers, random }: ObjectiveParts): LearningRule {
  const penalties = (params: Params, x: Tensor2D, key: Parameters<LearningRule['learn']>[2]) =>
    withPenalties({ value: scalar(0), terms: {} }, regularizers, (place) => ({
      x,
      xTilde: x,
      h: model.encode(params, x),
      params,
      model,
      key: random.fold(key, 'regularizer', place),
    }))
  return {
    ...(rule.start === undefined ? {} : { start: (key) => rule.start!(key) }),
    learn(params, x, key, state) {
      const learned = rule.learn(params, x, key, state)
      const penalty = differentiate(params, () => penalties(params, x, key))
      const sums = Object.entries(learned.gradients).map(
        ([name, g]) => [name, add(g, penalty.gradients[name]!)] as const,
      )
      return {
        value: add(learned.value, penalty.value),
        terms: { ...learned.terms, ...penalty.terms },
        gradients: Object.fromEntries(sums),
        state: learned.state,
      }
    },
    evaluate(params, x, key) {
      const [own, penalty] = [rule.evaluate(params, x, key), penalties(params, x, key)]
      return { value: add(own.value, penalty.value), terms: { ...own.terms, ...penalty.terms } }
    },
  }
}
