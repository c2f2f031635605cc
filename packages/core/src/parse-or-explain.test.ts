import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { parseOrExplain } from './parse-or-explain.js'
import { thrownBy } from './thrown.fixture.js'

const schema = z.strictObject({
  count: z.number().int().min(1).max(10).default(1),
  rate: z.number().positive().optional(),
  even: z.number().multipleOf(2).optional(),
  activation: z.enum(['sigmoid', 'tanh']).default('tanh'),
  tied: z.boolean().default(true),
  sizes: z.array(z.number().int().min(1)).min(1).default([1]),
  pair: z.tuple([z.number(), z.number()]).optional(),
  label: z
    .string()
    .min(1)
    .max(5)
    .regex(/^[a-z]*$/, 'lower-case letters')
    .default('a'),
  code: z.string().regex(/^x\d$/).optional(),
  site: z.url().optional(),
  mode: z.literal('fast').optional(),
  schedule: z.strictObject({ warmup: z.number(), decay: z.number().default(0) }).optional(),
  either: z.union([z.number(), z.strictObject({ from: z.number(), to: z.number() })]).optional(),
  kind: z
    .discriminatedUnion('of', [
      z.strictObject({ of: z.literal('ball'), radius: z.number().min(0) }),
      z.strictObject({ of: z.literal('box'), side: z.number() }),
    ])
    .optional(),
  factors: z.record(z.string(), z.number().max(1)).optional(),
})

const explain = (value: unknown) => thrownBy(() => parseOrExplain(schema, value, 'bad')).format()

describe('parseOrExplain', () => {
  it('gives what the schema gives, and the code it was told', () => {
    expect(parseOrExplain(schema, {}, 'bad')).toMatchObject({ count: 1, activation: 'tanh' })
    expect(thrownBy(() => parseOrExplain(schema, { count: 0 }, 'bad')).code).toBe('bad')
  })

  it.each<[unknown, string]>([
    [{ count: 'a' }, 'count: "a" is not a number\n  expected: a whole number from 1 to 10'],
    [{ count: 1.5 }, 'count: 1.5 is not a whole number\n  expected: a whole number from 1 to 10'],
    [{ count: Number.NaN }, 'count: NaN is not a number\n  expected: a whole number from 1 to 10'],
    [{ count: 0 }, 'count: 0 is too small\n  expected: a whole number from 1 to 10'],
    [{ count: 11 }, 'count: 11 is too large\n  expected: a whole number from 1 to 10'],
    [{ count: null }, 'count: a value is missing\n  expected: a whole number from 1 to 10'],
    [{ rate: 0 }, 'rate: 0 is too small\n  expected: a number greater than 0'],
    [{ even: 3 }, 'even: 3 is not a multiple of 2\n  expected: a number in steps of 2'],
    [
      { activation: 'sigmod' },
      'activation: "sigmod" is not one of the choices\n  expected: one of: sigmoid, tanh; did you mean "sigmoid"?',
    ],
    [{ tied: 'yes' }, 'tied: "yes" is neither true nor false\n  expected: true or false'],
    [{ sizes: [] }, 'sizes: [] has too few items\n  expected: a list of at least 1 item'],
    [{ sizes: 3 }, 'sizes: 3 is not a list\n  expected: a list of at least 1 item'],
    [{ sizes: [4, 'x'] }, 'sizes[1]: "x" is not a number\n  expected: a whole number of at least 1'],
    [{ pair: [1] }, 'pair: [1] has too few items\n  expected: a list of 2 items'],
    [{ pair: [1, 'x'] }, 'pair[1]: "x" is not a number\n  expected: a number'],
    [{ label: '' }, 'label: "" is too short\n  expected: text of 1 to 5 characters'],
    [{ label: 'abcdef' }, 'label: "abcdef" is too long\n  expected: text of 1 to 5 characters'],
    [{ label: 'A' }, 'label: "A" does not fit\n  expected: lower-case letters'],
    [{ label: 5 }, 'label: 5 is not text\n  expected: text of 1 to 5 characters'],
    [{ code: 'y' }, 'code: "y" does not fit\n  expected: text that matches /^x\\d$/'],
    [{ site: 'y' }, 'site: "y" does not fit\n  expected: text in the form: url'],
    [{ mode: 'slow' }, 'mode: "slow" is not allowed here\n  expected: "fast"'],
    [{ schedule: 5 }, 'schedule: 5 is not a set of options\n  expected: options as { warmup: …, decay: … }'],
    [{ schedule: {} }, 'schedule.warmup: a value is missing\n  expected: a number'],
    [
      { schedule: { warmup: 1, decai: 2 } },
      'schedule.decai: unknown option "decai"\n  expected: one of: decay, warmup; did you mean "decay"?',
    ],
    [{ either: true }, 'either: true does not fit\n  expected: a number, or options as { from: …, to: … }'],
    [{ either: { from: 1 } }, 'either.to: a value is missing\n  expected: a number'],
    [{ kind: { of: 'bal' } }, 'kind.of: "bal" does not fit\n  expected: one of: ball, box; did you mean "ball"?'],
    [{ kind: { of: 'ball', radius: -1 } }, 'kind.radius: -1 is too small\n  expected: a number of at least 0'],
    [{ kind: { of: 'ball' } }, 'kind.radius: a value is missing\n  expected: a number of at least 0'],
    [{ factors: { a: 2 } }, 'factors.a: 2 is too large\n  expected: a number of at most 1'],
    [{ tide: false }, expect.stringContaining('did you mean "tied"?') as string],
  ])('says of %j what is wrong and what was expected', (value, message) => {
    expect(explain(value)).toEqual(message)
  })

  it('says it of a value that is no object at all', () => {
    expect(explain([1])).toContain('[1] is not a set of options\n  expected: options as { count: …')
    expect(explain(undefined)).toContain('a value is missing')
  })

  it('never shows the words of the schema library', () => {
    for (const key of Object.keys(schema.shape))
      for (const value of [null, 'Ω', '', -0.5, [], [[]], {}, { of: 1 }, { from: [] }, Number.POSITIVE_INFINITY, 10n])
        try {
          parseOrExplain(schema, { [key]: value }, 'bad')
        } catch (error) {
          expect((error as ReturnType<typeof thrownBy>).format()).not.toMatch(
            /invalid|received|expected (?:number|string)/i,
          )
        }
  })

  it('shows one error, the misspelt key first, and the others a line each', () => {
    const lines = explain({ count: 0, tied: 1, activatoin: 'tanh' }).split('\n')
    expect(lines[0]).toBe('activatoin: unknown option "activatoin"')
    expect(lines[1]).toContain('did you mean "activation"?')
    expect(lines.slice(2)).toEqual([
      '  also: count: 0 is too small (expected: a whole number from 1 to 10)',
      '  also: tied: 1 is neither true nor false (expected: true or false)',
    ])
  })

  it("keeps the words of a schema's author", () => {
    const range = z
      .strictObject({ low: z.number(), high: z.number('how high it goes') })
      .refine(({ low, high }) => low < high, { message: 'low must be below high', path: ['low'] })
    expect(thrownBy(() => parseOrExplain(range, { low: 2, high: 1 }, 'bad')).format()).toBe(
      'low: low must be below high',
    )
    expect(thrownBy(() => parseOrExplain(range, { low: 2, high: 'x' }, 'bad')).format()).toBe(
      'high: "x" is not a number\n  expected: how high it goes',
    )
  })

  it('finds words for a refinement that has none', () => {
    const odd = z.strictObject({ n: z.number().refine((n) => n % 2 === 1) })
    expect(thrownBy(() => parseOrExplain(odd, { n: 2 }, 'bad')).format()).toBe('n: 2 is not allowed here')
  })
})
