import { type CreateContext, type Reference, REGULARIZER, type WeightedRegularizer } from '@hourglass/core'

/** Creates a list of regularizers, each with its λ. A second one of a kind is a term of its own: `weight-decay 2`. */
export function createRegularizers(
  references: readonly (Reference & { readonly weight: number })[],
  { create }: Pick<CreateContext, 'create'>,
): readonly WeightedRegularizer[] {
  return references.map((reference, place) => {
    const before = references.slice(0, place).filter(({ use }) => use === reference.use).length
    const name = before === 0 ? reference.use : `${reference.use} ${before + 1}`
    return { name, weight: reference.weight, regularizer: create(REGULARIZER, reference) }
  })
}
