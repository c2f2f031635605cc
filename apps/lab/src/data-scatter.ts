/** Points in a plane, with what they were drawn around. */
export interface Scatter {
  /** x₀, y₀, x₁, y₁, … */
  readonly points: ArrayLike<number>
  /** The class of each point; one colour where absent. */
  readonly labels?: ArrayLike<number>
  /** In the same layout. */
  readonly manifold?: ArrayLike<number>
  readonly title: string
  readonly names: readonly [x: string, y: string]
}

/** CSS pixels of the picture, which is square but for what its scales need. */
const SIDE = 440
const MARGIN = { left: 52, right: 16, top: 34, bottom: 44 } as const
/** Okabe & Ito 2008: told apart by readers who do not tell red from green. */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442', '#999999'] as const

/**
 * An SVG of the points, the manifold in black upon them; one unit is as long in both directions, so that shapes are
 * what they are. Numbers only: nothing in it can be run, and it needs nothing from elsewhere.
 */
export function scatterSvg({ points, labels, manifold, title, names }: Scatter): string {
  const shown = [points, manifold ?? []]
  const [x, y] = [0, 1].map((axis) => extent(shown, axis)) as [Extent, Extent]
  const unit = SIDE / Math.max(x.length, y.length)
  const [width, height] = [x.length * unit, y.length * unit]
  const toX = (value: number): string => (MARGIN.left + (value - x.from) * unit).toFixed(1)
  const toY = (value: number): string => (MARGIN.top + height - (value - y.from) * unit).toFixed(1)
  const right = MARGIN.left + width
  const bottom = MARGIN.top + height
  const total = [right + MARGIN.right, bottom + MARGIN.bottom].map(Math.ceil) as [number, number]

  const classes = [...new Set(Array.from(labels ?? []))].toSorted((a, b) => a - b)
  // Points of no length with round ends, all in one path: a third of the bytes of as many circles.
  const dots = (of: ArrayLike<number>, colour: string, size: number, belongs: (point: number) => boolean): string => {
    const moves = Array.from({ length: of.length / 2 }, (_, point) => point)
      .filter(belongs)
      .map((point) => `M${toX(of[2 * point]!)} ${toY(of[2 * point + 1]!)}h0`)
    return `<path stroke="${colour}" stroke-width="${size}" stroke-linecap="round" d="${moves.join('')}"/>`
  }
  const groups =
    labels === undefined
      ? [dots(points, COLOURS[0], 4, () => true)]
      : classes.map((label) => dots(points, colourOf(label), 4, (point) => labels[point] === label))
  const legend = classes.length > 1 && classes.length <= COLOURS.length ? legendOf(classes, right) : []
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.join(' ')}" width="${total[0]}" height="${total[1]}" ` +
      `font-family="system-ui, sans-serif" font-size="12" fill="#444">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${MARGIN.left}" y="20" font-size="14" fill="#111">${escaped(title)}</text>`,
    ...x.ticks.map(
      (tick) =>
        `<path d="M${toX(tick)} ${MARGIN.top}V${bottom.toFixed(1)}" stroke="#e4e4e4"/>` +
        `<text x="${toX(tick)}" y="${(bottom + 16).toFixed(1)}" text-anchor="middle">${tick}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<path d="M${MARGIN.left} ${toY(tick)}H${right.toFixed(1)}" stroke="#e4e4e4"/>` +
        `<text x="${MARGIN.left - 8}" y="${toY(tick)}" dy="0.35em" text-anchor="end">${tick}</text>`,
    ),
    `<text x="${(MARGIN.left + width / 2).toFixed(1)}" y="${(bottom + 36).toFixed(1)}" text-anchor="middle">${escaped(names[0])}</text>`,
    `<text transform="translate(14 ${(MARGIN.top + height / 2).toFixed(1)}) rotate(-90)" text-anchor="middle">${escaped(names[1])}</text>`,
    ...groups,
    ...(manifold === undefined ? [] : [dots(manifold, '#000', 2, () => true)]),
    ...legend,
    '</svg>',
    '',
  ].join('\n')
}

function legendOf(classes: readonly number[], right: number): string[] {
  return classes.map((label, place) => {
    const x = right - 34 * (classes.length - place) + 12
    return `<circle cx="${x.toFixed(1)}" cy="16" r="4" fill="${colourOf(label)}"/><text x="${(x + 8).toFixed(1)}" y="20">${label}</text>`
  })
}

function colourOf(label: number): string {
  return COLOURS[label] ?? `hsl(${Math.round((label * 137.5) % 360)} 60% 45%)`
}

interface Extent {
  readonly from: number
  readonly length: number
  readonly ticks: readonly number[]
}

/** From the least to the greatest value with a little room, and round numbers in it, about five. */
function extent(all: readonly ArrayLike<number>[], axis: number): Extent {
  let [least, most] = [Infinity, -Infinity]
  for (const values of all)
    for (let place = axis; place < values.length; place += 2) {
      least = Math.min(least, values[place]!)
      most = Math.max(most, values[place]!)
    }
  const room = (most - least) * 0.04 || 0.5
  const [from, to] = [least - room, most + room]
  const rough = (to - from) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
  const ticks: number[] = []
  for (let tick = Math.ceil(from / step); tick * step <= to; tick++) ticks.push(Number((tick * step).toPrecision(12)))
  return { from, length: to - from, ticks }
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`)
}
