/** Where a clustering leaves its centres [k, d_h] among a model's parameters, and whoever measures it finds them. */
export const CLUSTER_CENTRES = 'clusters.centres'
