import { describe, expect, it } from 'vitest'

import { elements, read, text } from './read-page.fixture.js'
import { renderReport } from './render-report.js'
import type { VectorField } from './run-report.js'
import { sampleRun } from './sample-run.fixture.js'
import { arrowScale, vectorFieldSvg } from './vector-field-chart.js'

type Point = readonly [number, number]

const FIELD: VectorField = {
  title: 'Field',
  caption: 'Where points go.',
  x: [-1, 3],
  y: [-1, 1],
  points: [
    [-1, -1],
    [3, -1],
    [3, 1],
    [0, 0],
  ],
  manifold: [
    [0, 0],
    [2, 0],
  ],
  arrows: [
    [0, 0, 0.1, 0],
    [2, 0.5, 0, 0.1],
    [1, -0.5, -0.3, 0.4],
  ],
}

/** The corners of the path of one colour, one list for each piece. */
function pieces(svg: string, kind: 'fill' | 'stroke', colour: string): Point[][] {
  const [, d] = new RegExp(`<path d="([^"]*)" [^>]*${kind}="var\\(--${colour}\\)"`).exec(svg) ?? []
  return (d ?? '')
    .split('M')
    .slice(1)
    .map((piece) =>
      piece
        .replace('h0', '')
        .split('L')
        .map((corner) => corner.match(/-?[\d.]+/g)!.map(Number) as unknown as Point),
    )
}
const dots = (svg: string, colour: string) => pieces(svg, 'stroke', colour).map(([at]) => at!)
const draw = (parts: Partial<VectorField> = {}, width = 640) => vectorFieldSvg({ ...FIELD, ...parts }, width)

/** From the tail of an arrow to its tip, in pixels, y downwards. */
function arrows(svg: string) {
  const heads = pieces(svg, 'fill', 'train')
  return pieces(svg, 'stroke', 'train').map(([tail], place) => ({ tail: tail!, tip: heads[place]![0]! }))
}
const away = ([x, y]: Point, [toX, toY]: Point): Point => [toX - x, toY - y]

describe('vectorFieldSvg', () => {
  it('has one scale for both axes, y upwards', () => {
    const [corner, right, top, origin] = dots(draw(), 'muted') as [Point, Point, Point, Point]
    const perUnit = (right[0] - corner[0]) / 4
    expect(perUnit).toBeGreaterThan(100)
    expect(corner[1] - top[1]).toBeCloseTo(2 * perUnit, 0)
    expect(origin[0] - corner[0]).toBeCloseTo(perUnit, 0)
    expect(corner[1] - origin[1]).toBeCloseTo(perUnit, 0)
    expect(dots(draw(), 'validation')).toEqual([origin, [expect.closeTo(origin[0] + 2 * perUnit, 0), origin[1]]])
  })

  it('draws each arrow from its place in its direction, in proportion', () => {
    const svg = draw()
    const drawn = arrows(svg)
    const [, , , origin] = dots(svg, 'muted')
    expect(drawn[0]!.tail).toEqual(origin)
    const [right, up, slanted] = drawn.map(({ tail, tip }) => away(tail, tip)) as [Point, Point, Point]
    expect(right[0]).toBeGreaterThan(5)
    expect(right[1]).toBeCloseTo(0, 1)
    expect(up[0]).toBeCloseTo(0, 1)
    expect(up[1]).toBeCloseTo(-right[0], 0)
    expect(slanted[0] / slanted[1]).toBeCloseTo(3 / 4, 1)
    expect(Math.hypot(...slanted) / right[0]).toBeCloseTo(5, 0)
  })

  it('never lengthens arrows, shortens all alike until most of them reach no farther than the next tail', () => {
    expect(arrowScale(FIELD)).toEqual({ factor: 1, longest: 0.5 })
    // A square of side 2 with 100 arrows: tails 0.2 apart.
    const long = Array.from({ length: 100 }, (_, place) => [0, 0, (place + 1) / 25, 0] as const)
    expect(arrowScale({ ...FIELD, x: [-1, 1], arrows: long })).toEqual({
      factor: expect.closeTo(0.2 / 3, 9),
      longest: 3,
    })
    const lengths = arrows(draw({ arrows: long })).map(({ tail, tip }) => away(tail, tip)[0])
    expect(lengths[24]! / lengths[49]!).toBeCloseTo(1 / 2, 1)
    expect(new Set(lengths.slice(74)).size).toBe(1)
    expect(arrowScale({ ...FIELD, arrows: [] }).factor).toBe(1)
    expect(arrowScale({ ...FIELD, arrows: [[0, 0, 0, 0]] }).factor).toBe(1)
  })

  it('leaves out what is not finite or outside of the window', () => {
    const svg = draw({
      points: [...FIELD.points, [Number.NaN, 0], [3.1, 0], [0, -Infinity]],
      manifold: [[0, 2]],
      arrows: [...FIELD.arrows, [0, 0, Number.NaN, 1], [0, 0, null as never, 1], [9, 0, 1, 1], [1, 1, 0, 0]],
    })
    expect(dots(svg, 'muted')).toEqual(dots(draw(), 'muted'))
    expect(dots(svg, 'validation')).toEqual([])
    expect(arrows(svg)).toHaveLength(3)
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/)
  })

  it('labels round numbers at their places', () => {
    const svg = draw()
    const [, , , origin] = dots(svg, 'muted')
    const labels = [...svg.matchAll(/<text x="([^"]*)" y="([^"]*)" text-anchor="(\w+)"[^>]*>([^<]*)</g)]
    const across = labels.filter(([, , , anchor]) => anchor === 'middle')
    expect(across.map(([, , , , label]) => label)).toEqual(['−1', '0', '1', '2', '3'])
    expect(Number(across[1]![1])).toBeCloseTo(origin![0], 1)
    const upwards = labels.filter(([, , , anchor]) => anchor === 'end')
    expect(upwards.map(([, , , , label]) => label)).toEqual(['−1', '0', '1'])
    expect(draw({ x: [0, 0.31], y: [0, 0.2] })).toContain('>0.3<')
  })

  it('takes its colours from the page', () => {
    for (const [, colour] of draw().matchAll(/ (?:fill|stroke)="([^"]*)"/g))
      expect(colour).toMatch(/^(none|var\(--[a-z]+\))$/)
  })
})

describe('vector fields on the page', () => {
  const show = (...fields: VectorField[]) => {
    const page = read(renderReport(sampleRun({ stages: [], fields })))
    const plots = page.all.filter((element) => page.attribute(element, 'class') === 'plot')
    const figures = page.named('figure').filter((figure) => elements(figure).some((inside) => plots.includes(inside)))
    return { page, plots, figures }
  }

  it('says what is drawn, to readers who do not see it too', () => {
    const { page, plots, figures } = show(FIELD)
    expect(page.errors).toEqual([])
    const said = text(figures[0]!)
    for (const part of ['Field', 'Where points go.', 'x̃ → r(x̃)', 'examples', 'manifold', 'as long as they are'])
      expect(said).toContain(part)
    expect(page.attribute(plots[0]!, 'role')).toBe('img')
    // From (0, 0) away from the manifold, from (2, ½) away too, from (1, −½) nearer to (0, 0).
    expect(page.attribute(plots[0]!, 'aria-label')).toBe(
      'Field: 4 examples, the manifold that they lie around, 3 arrows; x from −1 to 3, y from −1 to 1. ' +
        '1 of 3 arrows end nearer to the manifold than they begin.',
    )
  })

  it('tells the scale of its arrows, and how many are not finite', () => {
    const arrows = [...FIELD.arrows, [0, 0, 40, 0], [0, 0, Number.NaN, 0]] as const
    const { page, plots, figures } = show({ ...FIELD, manifold: [], arrows })
    expect(text(figures[0]!)).toContain('1 of 5 are not finite and left out')
    expect(text(figures[0]!)).not.toContain('manifold')
    expect(page.attribute(plots[0]!, 'aria-label')).not.toContain('manifold')
    const long = FIELD.arrows.map(([x, y]) => [x, y, 16, 0] as const)
    // 4 × 2 for 3 arrows: tails √(8/3) = 1.63 apart.
    const said = text(show({ ...FIELD, arrows: long }).figures[0]!)
    expect(said).toContain('drawn at 0.1 of their length, those over 16')
  })

  it('shows hostile text as text', () => {
    const hostile = `<script>alert(1)</script> "x" & ' </svg>`
    const { page, figures } = show({ ...FIELD, title: hostile, caption: hostile })
    expect(page.errors).toEqual([])
    expect(page.named('script')).toEqual([])
    expect(text(figures[0]!).split(hostile).length - 1).toBe(2)
  })

  it('has no section without fields', () => {
    expect(show().page.texts('h2')).not.toContain('Vector field')
  })
})
