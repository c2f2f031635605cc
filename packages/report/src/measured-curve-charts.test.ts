import { describe, expect, it } from 'vitest'

import { elements, read, text } from './read-page.fixture.js'
import { renderReport } from './render-report.js'
import type { MeasuredCurve, MeasuredLine } from './run-report.js'
import { sampleRun } from './sample-run.fixture.js'

const line = (label: string, y: readonly number[], x = y.map((_, place) => place / 2)): MeasuredLine => ({
  ...{ label, value: 0.25, unit: 'nats' },
  ...{ x, y },
})
const curve = (...lines: MeasuredLine[]): MeasuredCurve => ({
  ...{ title: 'contraction', xLabel: 'distance', yLabel: 'ratio' },
  lines,
})

function draw(...curves: MeasuredCurve[]) {
  const page = read(renderReport(sampleRun({ stages: [], curves })))
  const figures = page.named('figure').filter((figure) => page.attribute(figure, 'class') === 'card curve')
  const paths = page.named('path').filter((path) => page.attribute(path, 'fill') === 'none')
  /** The corners of the lines of one colour. */
  const corners = (color: string) =>
    paths
      .filter((path) => page.attribute(path, 'stroke') === `var(--${color})`)
      .map((path) => page.attribute(path, 'd')!)
      .filter((d) => !d.includes('A'))
      .flatMap((d) => d.split('M').slice(1))
      .map((piece) => piece.split('L').map((corner) => corner.trim().split(' ').map(Number) as [number, number]))
  return { page, figures, corners }
}

describe('measured curves on the page', () => {
  it('has its caption', () => {
    const { figures } = draw({ ...curve(line('this model', [1, 2])), caption: 'Over <b>500</b> pictures.' })
    expect(text(figures[0]!)).toContain('Over <b>500</b> pictures.')
  })

  it('draws x and y in proportion, y upwards', () => {
    const x = [0.1, 0.5, 2, 4]
    const y = [1, 4, 9, 3]
    const [corners] = draw(curve(line('model', y, x))).corners('train')
    const [[x0, y0], [x3], [, y2]] = [corners![0]!, corners![3]!, corners![2]!]
    expect(corners).toHaveLength(4)
    expect(y2).toBeLessThan(y0)
    for (const [place, [px, py]] of corners!.entries()) {
      expect((px - x0) / (x3 - x0)).toBeCloseTo((x[place]! - 0.1) / 3.9, 1)
      expect((py - y0) / (y2 - y0)).toBeCloseTo((y[place]! - 1) / 8, 1)
    }
  })

  it('says what is drawn: title, lines with their numbers, axes', () => {
    const { page, figures } = draw(curve(line('this model', [1, 2]), line('PCA', [2, 3])))
    expect(page.errors).toEqual([])
    expect(figures).toHaveLength(1)
    const said = text(figures[0]!)
    for (const part of ['contraction', 'this model 0.25 nats', 'PCA 0.25 nats', 'distance', 'ratio'])
      expect(said).toContain(part)
    const plot = elements(figures[0]!).find((element) => page.attribute(element, 'role') === 'img')
    expect(page.attribute(plot!, 'aria-label')).toBe('contraction: ratio against distance')
  })

  it('draws the model and baselines in colours of their own, the model on top', () => {
    const { page, corners } = draw(curve(line('model', [1, 2]), line('PCA', [3, 4]), line('mean', [5, 6])))
    const [train, validation, third] = ['train', 'validation', 'muted'].map((color) => corners(color).at(-1)!)
    for (const drawn of [train, validation, third]) expect(drawn).toHaveLength(2)
    expect(third![0]![1]).toBeLessThan(validation![0]![1])
    expect(validation![0]![1]).toBeLessThan(train![0]![1])
    const order = page.named('path').map((path) => page.attribute(path, 'stroke'))
    expect(order.lastIndexOf('var(--train)')).toBeGreaterThan(order.lastIndexOf('var(--validation)'))
    const swatches = page.named('i').map((swatch) => page.attribute(swatch, 'class'))
    expect(swatches).toEqual(['swatch train', 'swatch validation', 'swatch third'])
  })

  it('takes a logarithmic axis for a wide range, and says so', () => {
    const { figures, corners } = draw(curve(line('model', [1000, 100, 10, 1])))
    const heights = corners('train')[0]!.map(([, y]) => y)
    for (const place of [1, 2]) expect(heights[place + 1]! - heights[place]!).toBeCloseTo(heights[1]! - heights[0]!, 0)
    expect(text(figures[0]!)).toContain('logarithmic axis')
  })

  it('leaves a gap for NaN, also where JSON made it null, and counts them', () => {
    const { figures, corners } = draw(curve(line('model', [1, 2, NaN, null as never, 2, 1])))
    expect(corners('train').map((piece) => piece.length)).toEqual([2, 2])
    expect(text(figures[0]!)).toContain('model: 2 of 6 values are not finite')
  })

  it('shows a single point above its number', () => {
    const { page } = draw(curve(line('model', [7], [0.25])))
    expect(page.texts('text').filter((label) => label === '0.25')).toHaveLength(1)
  })

  it('shows hostile text as text, and gives every picture ids of its own', () => {
    const hostile = `<script>alert(1)</script> "x" & ' class="y" zr0-`
    const hostileCurve = { title: hostile, xLabel: hostile, yLabel: hostile, lines: [line(hostile, [1, 2])] }
    const { page, figures } = draw(hostileCurve, hostileCurve, hostileCurve)
    expect(page.errors).toEqual([])
    expect(page.named('script')).toEqual([])
    expect(text(figures[0]!).split(hostile).length - 1).toBe(4)
    const ids = page.all.flatMap((element) => page.attribute(element, 'id') ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has no section without curves', () => {
    expect(draw().page.texts('h2')).not.toContain('Measured curves')
  })
})
