/**
 * Names of parameters that one plugin adds and others use. They are part of the contract: whoever trains a read-out or
 * centres of clusters leaves them here, whoever measures, exports or draws them finds them here.
 */

/** The read-out of classes θ = hW + b: W [d_h, classes] and b [classes]. */
export const READOUT = { weights: 'readout.W', bias: 'readout.b' } as const

/** Centres of clusters of codes, [k, d_h]. */
export const CLUSTER_CENTRES = 'clusters.centres'

/** The decoder's own copy of a parameter that a stack's encoder and decoder shared before it was unrolled. */
export const UNROLLED = 'unrolled.'
