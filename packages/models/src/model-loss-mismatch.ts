import { HourglassError } from '@hourglass/core'

/** Tied weights are the encoder's, one output for each input: they cannot give a loss p > 1 numbers per dimension. */
export function tiedModelMismatch(model: string, parametersPerDimension: number): HourglassError {
  return new HourglassError(
    'model-loss-mismatch',
    `model "${model}" with tied: true gives 1 number per dimension; the loss needs ${parametersPerDimension}`,
    {
      expected: `a decoder with weights of its own, or a loss that takes 1 number per dimension`,
      remedy: `tied: false in the model's options`,
    },
  )
}
