import { describe, expect, it } from 'vitest'

import { DARK_CLASSES, LIGHT_CLASSES } from './scatter-palette.js'
import { STYLESHEET } from './stylesheet.js'

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

/** Linear sRGB as a reader sees it: Machado, Oliveira and Fernandes 2009, severity 1. */
const READERS = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} satisfies Record<string, Matrix>

const times = (matrix: Matrix, v: Triple) =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Triple

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as unknown as Triple
}

/** Ottosson 2020: a distance of 0.02 is about the least that is seen. */
function oklab(rgb: Triple): Triple {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map(Math.cbrt) as unknown as Triple
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms,
  )
}

function leastDistance(colours: readonly string[], reader: Matrix): number {
  const seen = colours.map((hex) => {
    const [r, g, b] = times(reader, linear(hex)).map((value) => Math.min(1, Math.max(0, value)))
    return oklab([r!, g!, b!])
  })
  const distances = seen.flatMap((p, at) =>
    seen.slice(at + 1).map((q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])),
  )
  return Math.min(...distances)
}

/** WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = linear(hex)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [low, high] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (high! + 0.05) / (low! + 0.05)
}

describe.each([
  ['light', LIGHT_CLASSES, 2],
  ['dark', DARK_CLASSES, 3],
] as const)('the palette on the %s card', (name, colours, least) => {
  const cards = [...STYLESHEET.matchAll(/--card:(#[0-9a-f]+)/g)].map(([, colour]) => colour!)
  const card = name === 'light' ? cards[0]!.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3') : cards[1]!

  it('has ten colours and stands out from the card', () => {
    expect(new Set(colours).size).toBe(10)
    for (const colour of colours) expect(contrast(colour, card)).toBeGreaterThan(least)
    for (const [place, colour] of colours.entries()) expect(STYLESHEET).toContain(`--class-${place}:${colour}`)
  })

  // By the same measure the least distance of Okabe and Ito's eight colours is 0.16, 0.10, 0.08, 0.08.
  it.each([
    ['normal', 0.18],
    ['protanopia', 0.13],
    ['deuteranopia', 0.13],
    ['tritanopia', 0.1],
  ] as const)('can be told apart with %s', (reader, distance) => {
    expect(leastDistance(colours, READERS[reader])).toBeGreaterThan(distance)
  })
})
