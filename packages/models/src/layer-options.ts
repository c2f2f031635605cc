import { z } from 'zod'

/** A number of units. */
export const units = z.number().int().min(1).max(65536)

/** Units of one layer after another. */
export const hiddenLayers = z.array(units)

export const tiedOption = z.boolean().default(true).describe('the decoder uses the transposed weights of the encoder')
