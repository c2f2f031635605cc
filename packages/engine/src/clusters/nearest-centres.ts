import {
  argMin,
  cast,
  matMul,
  mean,
  mul,
  oneHot,
  ones,
  square,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core'

/** Of each of n rows: which centre is nearest, that centre, and how far it is. */
export interface NearestCentres {
  /** a(i) = argmin_c ‖x_i − c‖², int32 [n]; the first of several that are equally near. */
  readonly assignments: Tensor1D
  /** c_{a(i)}, [n, d]. */
  readonly centres: Tensor2D
  /** ‖x_i − c_{a(i)}‖², [n]. */
  readonly squaredDistances: Tensor1D
}

/**
 * The nearest of k centres [k, d] for each row of x [n, d]. Pure; called within `tidy`, may be part of a compiled step.
 *
 * ‖x − c‖² is compared as ‖c‖² − 2 x·c about the mean of the centres: far from the origin it would lose its digits. No
 * `gather`, which reads its indices to the host.
 */
export function nearestCentres(x: Tensor2D, centres: Tensor2D): NearestCentres {
  const origin = mean(centres, 0, true)
  const about = sub(centres, origin) as Tensor2D
  const compared = sub(sum(square(about), 1), mul(2, matMul(sub(x, origin) as Tensor2D, about, false, true)))
  const assignments = argMin(compared, 1) as Tensor1D
  const chosen = matMul(oneHotRows(assignments, centres.shape[0]), centres) as Tensor2D
  return { assignments, centres: chosen, squaredDistances: sum(square(sub(x, chosen)), 1) as Tensor1D }
}

/** int32 [n] → float32 [n, k]: 1 at the place that each row names. */
export function oneHotRows(places: Tensor1D, k: number): Tensor2D {
  // The library's one-hot wants two places or more.
  return k === 1 ? ones([places.shape[0], 1]) : (cast(oneHot(places, k), 'float32') as Tensor2D)
}
