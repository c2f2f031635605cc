import { type Baseline, type BaselineContext, HourglassError, type Subject } from '@hourglass/core'
import { free, kMeans, type KMeans, nearestCentres, type Points, requireEnough } from '@hourglass/engine'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import { bestMargin } from './best-margin.js'
import { giveWay } from './give-way.js'
import { splitPredictor } from './predict-split.js'
import { codeView, pixelView, principalView, type View } from './view.js'

export interface KMeansBaselineOptions {
  readonly on: 'pixels' | 'pca' | 'codes'
  /** Principal components on `pca`, at most d_x. */
  readonly components: number
  /** k; absent: the number of classes of the data set. */
  readonly clusters?: number | undefined
  /** Beginnings tried, of which the best end is taken. */
  readonly restarts: number
}

/** Of a restart at most. */
const ITERATIONS = 300

/**
 * k-means of the training examples, or of what is seen of them: their principal components, or the codes h(x) of the
 * trained model. An example belongs to the nearest centre. On the examples themselves it reconstructs too: the centre, with
 * the margin or scale that has the least NLL on validation.
 *
 * Source: as a comparison, Song et al. 2013, §4; Lloyd 1982; Arthur and Vassilvitskii 2007.
 *
 * @throws HourglassError `no-clusters`, `too-few-examples`; what `kMeans` throws
 */
export function kMeansBaseline(options: KMeansBaselineOptions): Baseline {
  return {
    check: (subject) => void clusterCount(options, subject),
    async fit(context) {
      const k = clusterCount(options, context)
      const { tensors, ...view } = viewOf(options, context)
      let found: Best | undefined
      try {
        const points = view.points(context.dataset.train)
        found = await bestOf(options.restarts, points, k, context).finally(() => free(...points))
        const { centres } = found
        const pixels = options.on === 'pixels' && reconstruction(context, centres)
        const assign = splitPredictor(
          context.engine,
          (given: { view: View['tensors']; centres: Tensor2D }, x) =>
            nearestCentres(view.of(given.view, x), given.centres).assignments,
        )
        return {
          label: labelOf(options, k, context),
          notes: found.converged ? [] : [`stopped after ${ITERATIONS} iterations, before no example moved any more`],
          ...(pixels && { reconstruct: pixels }),
          cluster: (split) => assign({ view: tensors, centres }, split),
          dispose: () => free(tensors, centres),
        }
      } catch (error) {
        free(tensors, ...(found === undefined ? [] : [found.centres]))
        throw error
      }
    },
  }
}

interface Best extends Pick<KMeans, 'centres' | 'within'> {
  readonly converged: boolean
}

/** One restart after the other, so that Ctrl-C is heard between them. */
async function bestOf(restarts: number, points: Points, clusters: number, context: BaselineContext): Promise<Best> {
  const { engine, signal, tell } = context
  let best: Best | undefined
  try {
    for (let restart = 0; restart < restarts; restart++) {
      await giveWay(signal)
      const key = engine.random.fold(context.key, 'restart', restart)
      const found = kMeans(engine.random, points, { clusters, key, restarts: 1, iterations: ITERATIONS })
      free(key)
      tell(`k-means: ${restart + 1} of ${restarts} restarts, Σ‖x − c‖² = ${found.within.toPrecision(6)}`)
      const { centres, within, iterations } = found
      const better = best === undefined || within < best.within
      if (better) {
        if (best !== undefined) free(best.centres)
        best = { centres, within, converged: iterations < ITERATIONS }
      } else free(centres)
    }
    await giveWay(signal)
    return best!
  } catch (error) {
    if (best !== undefined) free(best.centres)
    throw error
  }
}

function reconstruction(context: BaselineContext, centres: Tensor2D): (x: Tensor2D) => Tensor2D {
  const centre = (x: Tensor2D): Tensor2D => nearestCentres(x, centres).centres
  const margin = bestMargin(context, centre)
  return (x) => context.loss.parametersFromMean(centre(x), margin)
}

function viewOf({ on, components }: KMeansBaselineOptions, context: BaselineContext): View {
  if (on === 'codes') return codeView(context)
  return on === 'pca' ? principalView(context, components) : pixelView()
}

function labelOf({ on, components }: KMeansBaselineOptions, k: number, { dataset: { spec } }: BaselineContext): string {
  const clusters = k === spec.classes ? '' : `, k = ${k}`
  if (on === 'pixels') return `k-means on pixels${clusters}`
  if (on === 'codes') return `autoencoder + k-means${clusters}`
  return `PCA (${Math.min(components, spec.dimensions)}) + k-means${clusters}`
}

function clusterCount({ clusters }: KMeansBaselineOptions, { dataset }: Pick<Subject, 'dataset'>): number {
  const k = clusters ?? dataset.spec.classes
  if (k === undefined)
    throw new HourglassError('no-clusters', `how many clusters? data set "${dataset.name}" has no classes`, {
      expected: 'a number of clusters',
      remedy: 'set `clusters` of the baseline k-means',
    })
  requireEnough(dataset.train.size, k)
  return k
}
