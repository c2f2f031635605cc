import { DOMParser, type Element } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'

import type { CurvePoint } from './curve-terms.js'
import { isLogarithmicTerm, learningCurveSvg } from './learning-curve.js'

const SIZE = { width: 360, height: 220 }

const curve = (values: readonly number[], first = 1): CurvePoint[] =>
  values.map((value, index) => ({ epoch: first + index, value }))

function draw(train: readonly number[], validation: readonly number[] = [], bestEpoch?: number) {
  const term = { title: 'nll', train: curve(train), validation: curve(validation) }
  return learningCurveSvg(term, { ...SIZE, bestEpoch, idPrefix: 'a' })
}

function elements(svg: string, name: string): Element[] {
  // Not well-formed: xmldom throws.
  const document = new DOMParser({ onError: (level, message) => fail(`${level}: ${message}`) })
  return [...document.parseFromString(svg, 'text/xml').getElementsByTagName(name)]
}

function fail(message: string): never {
  throw new Error(message)
}

/** The pieces of the line of one colour, each a list of corners. */
function linePieces(svg: string, color: 'train' | 'validation'): { x: number; y: number }[][] {
  const stroked = elements(svg, 'path').filter((path) => path.getAttribute('stroke') === `var(--${color})`)
  const lines = stroked.filter((path) => path.getAttribute('fill') === 'none' && !path.getAttribute('transform'))
  return lines.flatMap((path) =>
    path
      .getAttribute('d')!
      .split('M')
      .slice(1)
      .map((piece) => piece.split('L').map((corner) => corner.trim().split(' ').map(Number)))
      .map((corners) => corners.map(([x, y]) => ({ x: x!, y: y! }))),
  )
}

const symbols = (svg: string) => elements(svg, 'path').filter((path) => path.getAttribute('transform'))
const texts = (svg: string) => elements(svg, 'text').map((text) => text.textContent)

describe('learningCurveSvg', () => {
  it('draws a falling series downwards: y grows with x, corner by corner, in proportion', () => {
    const values = [9, 5, 4, 2]
    const [line] = linePieces(draw(values), 'train')
    expect(line).toHaveLength(4)
    const perUnit = (line![3]!.y - line![0]!.y) / (9 - 2)
    expect(perUnit).toBeGreaterThan(0)
    for (const [index, { x, y }] of line!.entries()) {
      expect(y - line![0]!.y).toBeCloseTo((9 - values[index]!) * perUnit, 0)
      expect(x - line![0]!.x).toBeCloseTo((index * (line![3]!.x - line![0]!.x)) / 3, 0)
    }
  })

  it('puts the higher of two lines above the lower', () => {
    const svg = draw([3, 2, 1], [4, 3, 2])
    const [[train], [validation]] = [linePieces(svg, 'train'), linePieces(svg, 'validation')]
    for (const [index, { x, y }] of validation!.entries()) {
      expect(x).toBeCloseTo(train![index]!.x, 3)
      expect(y).toBeLessThan(train![index]!.y)
    }
  })

  it('spaces powers of ten evenly where the range is wide, and labels them', () => {
    const svg = draw([1000, 100, 10, 1])
    const [line] = linePieces(svg, 'train')
    const steps = line!.slice(1).map(({ y }, index) => y - line![index]!.y)
    for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 0)
    expect(texts(svg)).toEqual(expect.arrayContaining(['1', '10', '100', '1,000']))
  })

  it('leaves a gap where a value is not finite, and marks a value between two gaps', () => {
    expect(linePieces(draw([5, 4, NaN, 3, 2]), 'train').map((piece) => piece.length)).toEqual([2, 2])
    expect(symbols(draw([5, Infinity, 4, NaN, 3]))).toHaveLength(3)
    const long = Array.from({ length: 100 }, (_, index) => (index === 49 || index === 51 ? NaN : 100 - index))
    expect(symbols(draw(long))).toHaveLength(1)
  })

  it('marks the best epoch at its place, and none that is not there', () => {
    const svg = draw([4, 3, 2, 1], [], 3)
    const dashed = elements(svg, 'path').filter((path) => path.getAttribute('stroke-dasharray'))
    expect(dashed).toHaveLength(1)
    const x = Number(/^M([\d.]+)/.exec(dashed[0]!.getAttribute('d')!)![1])
    expect(Math.abs(x - linePieces(svg, 'train')[0]![2]!.x)).toBeLessThanOrEqual(1)
    expect(texts(svg)).toContain('best')
    expect(texts(draw([4, 3], [], 9))).not.toContain('best')
  })

  it.each([
    ['one epoch', [7]],
    ['no finite value', [NaN, Infinity]],
    ['all zero', [0, 0, 0]],
    ['huge and tiny', [1e300, -1e-300]],
  ])('is well-formed and holds no broken number: %s', (_, values) => {
    const svg = draw(values, values)
    expect(elements(svg, 'svg')).toHaveLength(1)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('shows a single epoch as a point above its number', () => {
    const svg = draw([7])
    expect(symbols(svg)).toHaveLength(1)
    expect(texts(svg).filter((text) => text === '1')).toHaveLength(1)
  })

  it('is the same every time, its ids its own, its colours the page’s', () => {
    const svg = draw([3, 2], [4, 3], 2)
    expect(draw([3, 2], [4, 3], 2)).toBe(svg)
    const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.length).toBeGreaterThan(0)
    for (const id of ids) expect(id).toMatch(/^a-/)
    for (const [, id] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id)
    const colours = new Set([...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour))
    // Black only fills the clip path, which is not seen.
    for (const colour of colours) expect(colour).toMatch(/^(none|#000|var\(--[a-z]+\))$/)
  })
})

describe('isLogarithmicTerm', () => {
  it.each([
    [[1, 100], true],
    [[1, 50], false],
    [[0, 100], false],
    [[-1, 100], false],
    [[NaN, 1, 1000], true],
    [[], false],
  ])('%j: %s', (values, expected) => expect(isLogarithmicTerm({ train: curve(values), validation: [] })).toBe(expected))
})
