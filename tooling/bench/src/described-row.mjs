import { layersOf, parametersOf, productsOf } from './network.mjs'

/** A row with all that follows from it, as contestants are told it. */
export function describedRow(row) {
  return { ...row, layers: layersOf(row), parameters: parametersOf(row), ...productsOf(row) }
}
