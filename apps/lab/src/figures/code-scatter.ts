import { CLUSTER_CENTRES } from '@hourglass/core'
import type { Scatter } from '@hourglass/report'

import type { Place } from './code-plane.js'
import type { Scene } from './scene.js'

/** Of the plane that is shown around the codes, as a share of either side. */
const MARGIN = 0.03

/** Codes of test examples in the plane, by class, and the centres of clusters. Nothing where codes lie in no plane. */
export function codeScatter({ subject, params, plane, examples }: Scene): Scatter[] {
  if (plane === undefined) return []
  const { labels, codes, count } = examples
  const points = plane.placesOf(codes).map(rounded)
  const centres = params[CLUSTER_CENTRES]
  const marks = centres === undefined ? [] : plane.placesOf(centres.dataSync<'float32'>()).map(rounded)
  const of = subject.dataset.test.size
  return [
    {
      title: 'Codes of test examples',
      caption:
        `The codes h(x) of ${count === of ? 'all' : `${count.toLocaleString('en-US')} of`} ` +
        `${of.toLocaleString('en-US')} test examples in ${plane.description}.`,
      xLabel: plane.names[0],
      yLabel: plane.names[1],
      x: side([...points, ...marks], 0),
      y: side([...points, ...marks], 1),
      groups: grouped(points, labels),
      ...(marks.length > 0 && { marks: { label: 'centres of clusters', points: marks } }),
    },
  ]
}

function grouped(points: readonly Place[], labels: readonly number[] | undefined): Scatter['groups'] {
  if (labels === undefined) return [{ label: 'examples', points }]
  const classes = [...new Set(labels)].toSorted((a, b) => a - b)
  return classes.map((label) => ({
    label: String(label),
    points: points.filter((_, example) => labels[example] === label),
  }))
}

/** From the least to the greatest coordinate with a margin. */
function side(points: readonly Place[], axis: 0 | 1): Place {
  let [low, high] = [Infinity, -Infinity]
  for (const { [axis]: value } of points)
    if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)]
  const margin = high > low ? MARGIN * (high - low) : 0.5
  return [low - margin, high + margin]
}

/** More digits than anyone sees would make the page larger. */
function rounded([x, y]: Place): Place {
  return [Number(x.toPrecision(5)), Number(y.toPrecision(5))]
}
