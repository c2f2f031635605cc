import type { Layer, Params } from '@hourglass/core'
import { valuesOf } from '@hourglass/engine'
import { matMul, slice, type Tensor2D, transpose } from '@tensorflow/tfjs-core'

import type { PictureGrid } from './figure.js'
import type { Scene } from './scene.js'

const MOST = 100
const COLUMNS = 20

/** The first `count` columns of W₁W₂⋯W_k, a row each: [count, d_x]. */
export function linearFilters(layers: readonly Layer[], params: Params, count: number): Float32Array {
  return valuesOf(() => {
    const [top, ...below] = layers.map(({ weights }) => params[weights] as Tensor2D).toReversed()
    // From above: the columns not shown are not computed.
    const shown = slice(top!, [0, 0], [top!.shape[0], count])
    return transpose(below.reduce((product, W) => matMul(W, product), shown))
  })
}

/** What each unit of each layer looks for, as pictures. Nothing for a model that is not made of dense layers. */
export function layerFilters({ subject, params }: Scene): PictureGrid[] {
  const { encoderLayers } = subject.model
  if (encoderLayers[0]?.inputs !== subject.dataset.spec.dimensions) return []
  return encoderLayers.map(({ units }, place) => {
    const count = Math.min(MOST, units)
    const which = `${count === units ? 'all' : `the first ${count} of`} ${units} units`
    const product = `W₁${encoderLayers
      .slice(1, place + 1)
      .map((_, above) => `W${subscript(above + 2)}`)
      .join('')}`
    return {
      file: place === 0 ? 'filters.png' : `filters-${place + 1}.png`,
      title: place === 0 ? 'Filters' : `Filters of layer ${place + 1}`,
      caption:
        place === 0
          ? `The weights of ${which} of the first layer as pictures: what each unit looks for. Every filter has a scale of ` +
            'its own, with zero in the middle.'
          : `${which[0]!.toUpperCase()}${which.slice(1)} of layer ${place + 1} through the layers below: columns of ` +
            `${product}, which is what a unit looks for if the units below are linear, and an impression of it if not.`,
      pixels: linearFilters(encoderLayers.slice(0, place + 1), params, count),
      columns: COLUMNS,
      range: 'each-symmetric',
      ...(place > 0 && { scale: 2 }),
    }
  })
}

function subscript(number: number): string {
  return String(number).replaceAll(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]!)
}
