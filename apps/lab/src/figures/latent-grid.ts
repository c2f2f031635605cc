import type { Place } from './code-plane.js'
import { decodeCodes } from './examples.js'
import type { PictureGrid } from './figure.js'
import { quantile } from './quantile.js'
import type { Scene } from './scene.js'

/** Pictures along each axis. */
const SIDE = 15

/** Places in rows from the top, at the quantiles (i + ½)/side of either coordinate: as many examples between any two. */
export function placesAtQuantiles(places: readonly Place[], side: number): Place[] {
  const along = (axis: 0 | 1) => {
    const values = places.map((place) => place[axis]).filter(Number.isFinite)
    return Array.from({ length: side }, (_, step) => quantile(values, (step + 0.5) / side))
  }
  const [columns, rows] = [along(0), along(1).toReversed()]
  return rows.flatMap((y) => columns.map((x): Place => [x, y]))
}

/** E[y | θ(h)] for codes h all over the plane of codes. Nothing where there is none. */
export function latentGrid({ subject, params, plane, examples }: Scene): PictureGrid[] {
  if (plane === undefined) return []
  const places = placesAtQuantiles(plane.placesOf(examples.codes), SIDE)
  return [
    {
      file: 'latent-plane.png',
      title: 'Decoded from the plane of codes',
      caption:
        `What is decoded from ${SIDE} × ${SIDE} codes in ${plane.description}. Neighbours are equally many test examples ` +
        'apart along either axis, so that places are where codes are; the axes are those of the scatter chart.',
      pixels: decodeCodes(subject, params, plane.codesAt(places)),
      columns: SIDE,
      range: subject.dataset.spec.range,
      scale: 2,
    },
  ]
}
