import { describe, expect, it } from 'vitest'

import { elements, read, text } from './read-page.fixture.js'
import { renderReport } from './render-report.js'
import type { Scatter } from './run-report.js'
import { sampleRun } from './sample-run.fixture.js'
import { scatterSize } from './scatter-chart.js'

const SCATTER: Scatter = {
  title: 'Codes',
  caption: 'Where codes lie.',
  xLabel: 'h₁',
  yLabel: 'h₂',
  x: [-1, 3],
  y: [-1, 1],
  groups: [
    {
      label: 'four',
      points: [
        [-1, -1],
        [3, -1],
        [3, 1],
      ],
    },
    {
      label: 'nine',
      points: [
        [0, 0],
        [0, 0.5],
      ],
    },
  ],
}

function show(...scatters: Scatter[]) {
  const html = renderReport(sampleRun({ stages: [], scatters }))
  const page = read(html)
  const [figure] = page.named('figure').filter((each) => (page.attribute(each, 'class') ?? '').includes('scatter'))
  const inside = figure === undefined ? [] : elements(figure)
  const [plot] = inside.filter((element) => page.attribute(element, 'role') === 'img')
  const paths = inside.filter(({ tagName }) => tagName === 'path')
  /** Where the dots of a colour are, in pixels. */
  const dots = (colour: string) =>
    paths
      .filter((path) => page.attribute(path, 'stroke') === `var(--${colour})`)
      .flatMap((path) => [...page.attribute(path, 'd')!.matchAll(/M([\d.-]+) ([\d.-]+)h0/g)])
      .map(([, x, y]) => [Number(x), Number(y)] as const)
  const labels = inside.filter((element) => page.attribute(element, 'class') === 'group-label')
  return { html, page, figure, plot, dots, labels, said: figure === undefined ? '' : text(figure) }
}

describe('a scatter chart', () => {
  it('has the points of each group in its colour, y upwards, one scale for both axes', () => {
    const { page, dots, said } = show(SCATTER)
    expect(page.errors).toEqual([])
    const [corner, right, top] = dots('class-0').toSorted(([a], [b]) => a - b)
    const perUnit = (right![0] - corner![0]) / 4
    expect(perUnit).toBeGreaterThan(100)
    expect(Math.abs(right![1] - top![1])).toBeCloseTo(2 * perUnit, 0)
    const [low, high] = dots('class-1').toSorted(([, a], [, b]) => b - a)
    expect(low![0] - corner![0]).toBeCloseTo(perUnit, 0)
    expect(low![1] - high![1]).toBeCloseTo(perUnit / 2, 0)
    for (const part of ['Codes', 'Where codes lie.', 'h₁', 'h₂', 'four', 'nine']) expect(said).toContain(part)
    expect(said).not.toContain('different scales')
  })

  it('names each group at its median, and no two upon each other', () => {
    const { page, labels, dots } = show(SCATTER)
    expect(labels.map(text)).toEqual(['four', 'nine'])
    const at = (label: (typeof labels)[number]) => Number(page.attribute(label, 'x'))
    // Of −1, 3, 3 and of 0, 0.
    expect(at(labels[0]!)).toBeCloseTo(Math.max(...dots('class-0').map(([x]) => x)), 0)
    expect(at(labels[1]!)).toBeCloseTo(dots('class-1')[0]![0], 0)
    const [first] = SCATTER.groups
    const same = show({ ...SCATTER, groups: [first!, { ...first!, label: 'ten' }, { label: 'none', points: [] }] })
    expect(same.labels.map(text)).toEqual(['four'])
    expect(same.said).toContain('ten')
  })

  it('gives a plane that would be flat or tall a scale for each axis, and says so', () => {
    expect(scatterSize(SCATTER, 640)).toMatchObject({ width: 640, sameScale: true })
    for (const y of [
      [-1e-4, 1e-4],
      [-500, 500],
    ] as const) {
      const { height, sameScale } = scatterSize({ ...SCATTER, y }, 640)
      expect(sameScale).toBe(false)
      expect(height).toBeGreaterThan(200)
      expect(height).toBeLessThan(800)
      expect(show({ ...SCATTER, y }).said).toContain('The axes have different scales.')
    }
  })

  it('marks places upon the points', () => {
    const marks = {
      label: 'centres',
      points: [
        [0, 0],
        [Number.NaN, 0],
        [9, 9],
      ] as [number, number][],
    }
    const { page, figure, dots, said, plot } = show({ ...SCATTER, marks })
    const crosses = elements(figure!).filter((path) => page.attribute(path, 'stroke') === 'var(--ink)')
    const [x, y] = dots('class-1')[0]!
    expect(crosses.map((path) => page.attribute(path, 'd'))).toEqual([expect.stringContaining(`M${x} ${y}m`)])
    expect(said).toContain('centres')
    expect(page.attribute(plot!, 'aria-label')).toBe(
      'Codes, points by group (four: 3, nine: 2; 3 centres); h₁ from −1 to 3, h₂ from −1 to 1.',
    )
  })

  it('leaves out what is not finite or outside, and counts it', () => {
    const bad = {
      label: 'bad',
      points: [
        [Number.NaN, 0],
        [0, Infinity],
        [null as never, 0],
        [4, 0],
        [1, 1],
      ] as const,
    }
    const { html, dots, said } = show({ ...SCATTER, groups: [...SCATTER.groups, bad] })
    expect(dots('class-2')).toHaveLength(1)
    expect(said).toContain('4 of 10 points are not finite, or outside, and left out.')
    expect(html).not.toMatch(/NaN|Infinity|undefined|null/)
  })

  it('of one group has no legend, of many begins the colours again and says so', () => {
    const alone = show({ ...SCATTER, groups: [SCATTER.groups[0]!] })
    expect(alone.said).not.toContain('four')
    expect(alone.dots('train')).toHaveLength(3)
    const groups = Array.from({ length: 40 }, (_, place) => ({
      label: `c${place}`,
      points: [[place / 20, 0]] as const,
    }))
    const many = show({ ...SCATTER, groups })
    expect(many.dots('class-0')).toHaveLength(4)
    expect(many.said).toContain('Colours begin again after 10 groups.')
    expect(many.said).toContain('The legend has the first 30 of 40.')
  })

  it('shows hostile text as text', () => {
    const hostile = `<script>alert(1)</script> "x" & ' </svg>`
    const groups = SCATTER.groups.map(({ points }) => ({ label: hostile, points }))
    const labels = { title: hostile, caption: hostile, xLabel: hostile, yLabel: hostile }
    const marks = { label: hostile, points: [[0, 0]] as const }
    const { page, said } = show({ ...SCATTER, ...labels, groups, marks })
    expect(page.errors).toEqual([])
    expect(page.named('script')).toEqual([])
    expect(said.split(hostile).length - 1).toBeGreaterThanOrEqual(8)
  })

  it('has no section without one', () => {
    expect(show().page.texts('h2')).not.toContain('Codes')
  })
})
