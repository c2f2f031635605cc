import { describe, expect, it } from 'vitest'

import { DARKEST } from './matrix-tables.js'
import { elements, read, text } from './read-page.fixture.js'
import { renderReport } from './render-report.js'
import type { MeasuredMatrix } from './run-report.js'
import { sampleRun } from './sample-run.fixture.js'
import { STYLESHEET } from './stylesheet.js'

const confusion: MeasuredMatrix = {
  ...{ title: 'test error', label: 'this model', value: 2.9, unit: '%' },
  rows: { label: 'true class', names: ['0', '1'] },
  columns: { label: 'predicted class', names: ['0', '1'] },
  values: [
    [1200, 6],
    [3, 600],
  ],
}

function draw(...matrices: MeasuredMatrix[]) {
  const page = read(renderReport(sampleRun({ stages: [], matrices })))
  const tables = page.named('table').filter((table) => page.attribute(table, 'class') === 'matrix')
  const inside = (place: number, name: string) => elements(tables[place]!).filter(({ tagName }) => tagName === name)
  /** The class of each number, and how much of its colour it has. */
  const cells = (place = 0) =>
    inside(place, 'tbody')
      .flatMap(elements)
      .filter(({ tagName }) => tagName === 'td')
      .map((cell) => ({
        kind: page.attribute(cell, 'class'),
        shade: Number.parseFloat(page.attribute(cell, 'style')?.replace('--shade:', '') ?? '0'),
      }))
  return { page, tables, inside, cells }
}

describe('matrices on the page', () => {
  it('are tables with a caption and headed rows and columns', () => {
    const { page, tables, inside } = draw(confusion, { ...confusion, label: 'SVM', value: 3.25 })
    expect(page.errors).toEqual([])
    expect(page.texts('h2')).toContain('Confusion')
    expect(tables).toHaveLength(2)
    expect(inside(0, 'caption').map(text)).toEqual(['this model test error 2.9 %'])
    expect(inside(1, 'caption').map(text)).toEqual(['SVM test error 3.25 %'])
    expect(inside(0, 'tr').map((row) => row.childNodes.map(text))).toEqual([
      ['', 'predicted class'],
      ['true class', '0', '1'],
      ['0', '1,200', '6'],
      ['1', '3', '600'],
    ])
    const scopes = inside(0, 'th').map((head) => [text(head), page.attribute(head, 'scope')])
    expect(scopes).toEqual([
      ['predicted class', 'colgroup'],
      ...['true class', '0', '1'].map((head) => [head, 'col']),
      ...['0', '1'].map((head) => [head, 'row']),
    ])
  })

  it('shade what agrees and what does not by colours of their own, each in proportion to its greatest', () => {
    const { page, cells } = draw(confusion)
    expect(cells()).toEqual([
      { kind: 'shaded', shade: DARKEST },
      { kind: 'shaded apart', shade: DARKEST },
      { kind: 'shaded apart', shade: DARKEST / 2 },
      { kind: 'shaded', shade: DARKEST / 2 },
    ])
    expect(page.texts('main')[0]).toContain('On the diagonal')
  })

  it('shade in one colour where rows are something else than columns', () => {
    const rows = { label: 'cluster', names: ['7', '3', '9'] }
    const values = [
      [4, 2],
      [0, 8],
      [1, NaN],
    ]
    const { page, cells } = draw({ ...confusion, rows, values })
    expect(cells()).toEqual([
      { kind: 'shaded', shade: DARKEST / 2 },
      { kind: 'shaded', shade: DARKEST / 4 },
      { kind: 'zero', shade: 0 },
      { kind: 'shaded', shade: DARKEST },
      { kind: 'shaded', shade: expect.closeTo(DARKEST / 8, 0) as number },
      { kind: undefined, shade: 0 },
    ])
    expect(page.texts('main')[0]).not.toContain('On the diagonal')
  })

  it('shade nothing where everything is zero', () => {
    expect(
      draw({
        ...confusion,
        values: [
          [0, 0],
          [0, 0],
        ],
      }).cells(),
    ).toEqual(Array.from({ length: 4 }, () => ({ kind: 'zero', shade: 0 })))
  })

  it('show hostile text as text', () => {
    const hostile = `<script>alert(1)</script> "x" & '</td>`
    const side = { label: hostile, names: [hostile] }
    const { page, tables } = draw({
      ...{ title: hostile, label: hostile, value: 1, unit: hostile },
      ...{ rows: side, columns: side, values: [[1]] },
    })
    expect(page.errors).toEqual([])
    expect(page.named('script')).toEqual([])
    expect(text(tables[0]!).split(hostile).length - 1).toBe(7)
  })

  it('have no section where there are none', () => {
    expect(draw().page.texts('h2')).not.toContain('Confusion')
  })
})

describe('numbers on the darkest shade', () => {
  const schemes = [...STYLESHEET.matchAll(/:root\{([^}]*)\}/g)].map(([, body]) =>
    Object.fromEntries([...body!.matchAll(/--(\w+):(#[0-9a-f]+)/g)].map(([, name, value]) => [name, value])),
  )
  const channels = (hex: string) =>
    (hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g)!).map(
      (pair) => Number.parseInt(pair, 16) / 255,
    )
  /** WCAG 2.2, relative luminance. */
  const luminance = (rgb: readonly number[]) => {
    const [r, g, b] = rgb.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }

  it.each([
    ['light', 'train'],
    ['light', 'validation'],
    ['dark', 'train'],
    ['dark', 'validation'],
  ])('have the contrast of WCAG AA in the %s, on %s', (scheme, colour) => {
    expect(schemes).toHaveLength(2)
    const colours = schemes[scheme === 'light' ? 0 : 1]!
    const [top, card] = [channels(colours[colour]!), channels(colours['card']!)]
    const shaded = top.map((channel, place) => (DARKEST * channel + (100 - DARKEST) * card[place]!) / 100)
    const [one, other] = [luminance(shaded), luminance(channels(colours['ink']!))]
    expect((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)).toBeGreaterThanOrEqual(4.5)
  })
})
