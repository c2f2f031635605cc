import {
  add,
  div,
  less,
  log,
  maximum,
  minimum,
  mul,
  reciprocal,
  square,
  sub,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core'

const SHIFT = 4
const SMALLEST = 1e-30

/**
 * r(y) = log y! − (y log y − y) for y ≥ 0, y! = Γ(y + 1): what the main part of Stirling's formula leaves, from 0 at
 * y = 0 slowly up as ½ log 2πy. Taken by itself because log y! has lost in float32 what −log p is made of (log 10⁴! is
 * 82 109 ± 0.004). Error below 10⁻⁵.
 *
 * From y = 4 by Stirling's series; below by the series at z = y + 4 and y! = z!/((y + 1)(y + 2)(y + 3)(y + 4)).
 * No gradient: the comparison has none. Source: Abramowitz & Stegun 1964, 6.1.41.
 */
export function stirlingRemainder(y: Tensor2D): Tensor2D {
  const low: Tensor2D = minimum(y, SHIFT)
  const z: Tensor2D = add(low, SHIFT)
  const product = [1, 2, 3, 4].map((j) => add(low, j)).reduce((product, factor) => mul(product, factor))
  // z log z − z − (y log y − y) = y log(z/y) + 4 log z − 4
  const moved = add(mul(low, log(div(z, maximum(low, SMALLEST)))), sub(mul(log(z), SHIFT), SHIFT))
  const below: Tensor2D = add(moved, sub(series(z), log(product)))
  return where<Tensor2D>(less(y, SHIFT), below, series(maximum<Tensor2D>(y, SHIFT)))
}

/** ½ log 2πz + 1/(12z) − 1/(360z³) + 1/(1260z⁵). */
function series(z: Tensor2D): Tensor2D {
  const inverse = reciprocal(z)
  const s = square(inverse)
  const polynomial = add(mul(sub(mul(s, 1 / 1260), 1 / 360), s), 1 / 12)
  return add(mul(log(mul(z, 2 * Math.PI)), 0.5), mul(inverse, polynomial))
}
