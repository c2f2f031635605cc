import type { Params } from './contracts/autoencoder.js'

/** `encoder.W` → `block.0/encoder.W`: the parameters of a part, among those of the whole. */
export function nameWithin(part: string, params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, tensor]) => [`${part}/${name}`, tensor]))
}

/** `block.0/encoder.W` → `encoder.W`: the parameters of a part, by its own names. */
export function paramsWithin(part: string, params: Params): Params {
  const prefix = `${part}/`
  const own = Object.entries(params).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]))
}
