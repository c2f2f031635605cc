import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { GREYS, toGrey } from './grey.js'

/** Of ITU-R BT.601-7 and BT.709-6, as decimal fractions; the mean's are thirds. */
const LUMA = {
  luma601: ['0.299', '0.587', '0.114'],
  luma709: ['0.2126', '0.7152', '0.0722'],
} as const

/** A decimal fraction in ten-thousandths, exactly. */
const tenThousandths = (decimal: string): bigint => BigInt(decimal.slice(2).padEnd(4, '0'))

/** ⌊w·(R, G, B) + ½⌋ with whole numbers of any size. */
function exactly(grey: (typeof GREYS)[number], colour: readonly number[]): number {
  const weights = grey === 'mean' ? [1n, 1n, 1n] : LUMA[grey].map(tenThousandths)
  const denominator = grey === 'mean' ? 3n : 10_000n
  const sum = colour.reduce((total, value, channel) => total + weights[channel]! * BigInt(value), 0n)
  return Number((2n * sum + denominator) / (2n * denominator))
}

function greyOf(grey: (typeof GREYS)[number], colours: readonly (readonly number[])[]): number[] {
  const planes = Uint8Array.from([0, 1, 2].flatMap((channel) => colours.map((colour) => colour[channel]!)))
  const to = new Uint8Array(colours.length)
  toGrey(planes, grey, to)
  return [...to]
}

const byte = fc.nat(255)

describe.each(GREYS)('%s', (grey) => {
  it('is the fraction rounded to the nearest byte, in exact arithmetic', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(byte, byte, byte), { minLength: 1, maxLength: 50 }), (colours) => {
        expect(greyOf(grey, colours)).toEqual(colours.map((colour) => exactly(grey, colour)))
      }),
      { numRuns: 1000 },
    )
  })

  it('is so on a grid through all of the colours', () => {
    const steps = Array.from({ length: 18 }, (_, step) => step * 15)
    const colours = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => [red, green, blue])))
    expect(greyOf(grey, colours)).toEqual(colours.map((colour) => exactly(grey, colour)))
  })

  it('keeps what is grey', () => {
    const greys = Array.from({ length: 256 }, (_, value) => value)
    expect(
      greyOf(
        grey,
        greys.map((value) => [value, value, value]),
      ),
    ).toEqual(greys)
  })
})

it('rounds a half up', () => {
  // 0.587 · 100 + 0.114 · 200 = 81.5
  expect(greyOf('luma601', [[0, 100, 200]])).toEqual([82])
})

it('refuses another number of bytes', () => {
  expect(() => toGrey(new Uint8Array(6), 'mean', new Uint8Array(3))).toThrow('3 bytes for 2 pixels')
})
