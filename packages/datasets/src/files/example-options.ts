import { z } from 'zod'

const part = z
  .number()
  .positive()
  .refine((value) => value < 1 || Number.isInteger(value), 'a part below 1, or a whole number of examples')

/** How examples are dealt out to the splits; for every data set from files that has no official splits. */
export const dealOptions = {
  validation: part.default(0.1).describe('how many training examples to validate on, or which part of them'),
  test: part
    .optional()
    .describe('how many to test on, or which part (0.1 where absent); not where the test examples have a file'),
  seed: z.number().int().default(0).describe('of the permutation that deals the examples out to the splits'),
}

/** What may be done to the numbers; for every data set whose numbers are not bytes by their format. */
export const valueOptions = {
  range: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => Math.fround(low) < Math.fround(high), 'the lower end first, then the upper one')
    .optional()
    .describe('lowest and highest number there can be; measured over the training split where absent'),
  clip: z.boolean().default(false).describe('numbers beyond the range are set to its end, instead of being refused'),
  scale: z
    .enum(['none', 'byte', 'unit', 'columns'])
    .default('none')
    .describe('byte: x / 255. unit: the range becomes [0, 1]. columns: likewise, each column with a range of its own'),
}

export const classesOption = z
  .number()
  .int()
  .min(2)
  .max(256)
  .optional()
  .describe('labels are integers from 0 to this, less one; where absent, the labels there are are counted from 0')

export const imageOption = z
  .tuple([z.number().int().min(1), z.number().int().min(1)])
  .optional()
  .describe('[height, width] where an example is a picture, row by row')

/** What is done to examples on their way to a data set, as all of these options together say. */
export interface ExampleOptions {
  readonly validation: number
  readonly test?: number
  /** Absent: the splits are taken as the examples stand. */
  readonly seed?: number
  readonly range?: readonly [number, number]
  readonly clip: boolean
  readonly scale: 'none' | 'byte' | 'unit' | 'columns'
  readonly classes?: number
  readonly image?: readonly [number, number]
}
