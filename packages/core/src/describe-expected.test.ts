import { expect, it } from 'vitest'
import { z } from 'zod'

import { describeExpected } from './describe-expected.js'

it.each<[string, z.ZodType]>([
  ['a number', z.number()],
  ['a number from 0 to 1', z.number().min(0).max(1)],
  ['a number of at most 1', z.number().max(1)],
  ['a number of at least 0 and less than 1', z.number().min(0).lt(1)],
  ['a number greater than 0 and less than 1', z.number().gt(0).lt(1)],
  ['a number greater than 0 and at most 1000', z.number().positive().max(1000)],
  ['a number from 0 to 8 in steps of 2', z.number().min(0).max(8).multipleOf(2)],
  ['a whole number', z.number().int()],
  ['a whole number of at least 1', z.number().int().min(1)],
  ['text', z.string()],
  ['text of at least 1 character', z.string().min(1)],
  ['text of 3 characters', z.string().length(3)],
  ['true or false', z.boolean()],
  ['a list', z.array(z.number())],
  ['a list of 1 to 3 items', z.array(z.number()).min(1).max(3)],
  ['a list of 2 items', z.tuple([z.number(), z.number()])],
  ['one of: a, b', z.enum(['a', 'b'])],
  ['"a"', z.literal('a')],
  ['a number, or null', z.number().nullable()],
  ['a number, or text', z.union([z.number(), z.string()])],
  ['options', z.strictObject({})],
  ['options as { a: …, b: … }', z.strictObject({ a: z.number(), b: z.number() })],
])('says %s', (words, schema) => {
  expect(describeExpected(schema)).toBe(words)
})

it('has no words for what could be anything', () => {
  expect(describeExpected(z.any())).toBeUndefined()
  expect(describeExpected(undefined)).toBeUndefined()
})
