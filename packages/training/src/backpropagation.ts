import type { LearningRule } from '@hourglass/core'
import { clone, keep, type Scalar, type Tensor, valueAndGrads } from '@tensorflow/tfjs-core'

import { free } from './free.js'
import type { Objective } from './objective.js'

/**
 * The learning rule of an objective J: gradients ∂J/∂w for every parameter, by reverse-mode differentiation.
 *
 * @throws Error of the tensor library where a parameter does not enter the objective
 */
export function backpropagation(objective: Objective): LearningRule {
  return (params, x, key) => {
    const names = Object.keys(params)
    const kept: Record<string, Scalar> = {}
    const differentiate = valueAndGrads((...tensors: Tensor[]) => {
      const { value, terms } = objective(Object.fromEntries(tensors.map((w, place) => [names[place]!, w])), x, key)
      // The tape frees what its function does not return, and it returns the value alone.
      for (const [name, term] of Object.entries(terms)) kept[name] = keep(clone(term))
      return value
    })
    try {
      const { value, grads } = differentiate(Object.values(params))
      // What is kept belongs to no `tidy`; what is returned must, as the value and the gradients do.
      const terms = Object.fromEntries(Object.entries(kept).map(([name, term]) => [name, clone(term)]))
      const gradients = Object.fromEntries(grads.map((g, place) => [names[place]!, g]))
      return { value: value as Scalar, terms, gradients }
    } finally {
      free(kept)
    }
  }
}
