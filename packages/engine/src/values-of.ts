import { type Tensor, tidy } from '@tensorflow/tfjs-core'

/**
 * The numbers of a tensor that is made and freed here. Not read within `tidy` and handed out of it: looking for tensors
 * in a result, `tidy` goes through an array number by number, which takes longer than making it.
 */
export function valuesOf(make: () => Tensor): Float32Array {
  const tensor = tidy(make)
  const values = tensor.dataSync<'float32'>()
  tensor.dispose()
  return values
}
