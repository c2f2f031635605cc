import type { LearningRule, Objective, ObjectiveValue, Params } from '@hourglass/core'
import { free } from '@hourglass/engine'
import { clone, engine, keep, type Scalar, tidy, zerosLike } from '@tensorflow/tfjs-core'

/** The learning rule of an objective J: gradients ∂J/∂w for every parameter, by reverse-mode differentiation. */
export function backpropagation(objective: Objective): LearningRule {
  return {
    evaluate: objective,
    learn: (params, x, key) => ({ ...differentiate(params, () => objective(params, x, key)), state: {} }),
  }
}

/**
 * A value, its terms, and ∂value/∂w for every parameter; 0 for a parameter that does not enter.
 *
 * The one place where gradients are taken: the tensor library answers a gradient of a gradient wrongly, in silence.
 */
export function differentiate(params: Params, compute: () => ObjectiveValue): ObjectiveValue & { gradients: Params } {
  const names = Object.keys(params)
  const kept: Record<string, Scalar> = {}
  const forward = (): Scalar => {
    const { value, terms } = compute()
    // The tape frees what its function does not return, and it returns the value alone.
    for (const [name, term] of Object.entries(terms)) kept[name] = keep(clone(term))
    return value
  }
  try {
    const { value, grads } = engine().gradients(forward, Object.values(params), undefined, true)
    // What is kept belongs to no `tidy`; what is returned must, as the value and the gradients do.
    const terms = Object.fromEntries(Object.entries(kept).map(([name, term]) => [name, clone(term)]))
    const gradients = Object.fromEntries(names.map((name, place) => [name, grads[place] ?? zerosLike(params[name]!)]))
    return { value: value as Scalar, terms, gradients }
  } finally {
    free(kept)
  }
}

/** The names of the parameters on which a value depends: those to which there is a path of gradients. */
export function parametersThatEnter(params: Params, compute: () => Scalar): readonly string[] {
  return tidy(() => {
    const { grads } = engine().gradients(compute, Object.values(params), undefined, true)
    return Object.keys(params).filter((_, place) => (grads[place] ?? undefined) !== undefined)
  })
}
