import { HourglassError, suggest } from '@hourglass/core'

export interface PluginKind {
  /** What the template computes, for the README and package.json. */
  readonly example: string
  /** Whether the template imports '@hourglass/engine'. */
  readonly usesEngine?: boolean
}

/** What can be created, each with a folder of its name in `templates`. */
export const PLUGIN_KINDS = {
  noise: { example: 'x̃_i = u_i·x_i, u_i ~ U[least, 1)' },
  loss: { example: '−log p(y | θ) of the logistic distribution with mean θ and scale s' },
  regularizer: { example: 'R = E‖h‖²' },
  model: { example: 'h = tanh(xW + b), θ = hV + c' },
  dataset: { example: 'x ~ N(μ_c, σ²I), one centre μ_c ~ N(0, I) for each class c' },
  metric: { example: 'E‖h(x)‖', usesEngine: true },
  stage: { example: 'w ← λw + ε, ε ~ N(0, σ²I)' },
  optimizer: { example: 'w ← w − η·sign(g)' },
} as const satisfies Record<string, PluginKind>

export type PluginKindName = keyof typeof PLUGIN_KINDS
export const PLUGIN_KIND_NAMES = Object.keys(PLUGIN_KINDS) as readonly PluginKindName[]

/** @throws HourglassError `unknown-kind` */
export function pluginKind(text: string): PluginKindName {
  if (Object.hasOwn(PLUGIN_KINDS, text)) return text as PluginKindName
  throw new HourglassError('unknown-kind', `there is no template for "${text}"`, {
    expected: suggest(text, PLUGIN_KIND_NAMES),
  })
}
