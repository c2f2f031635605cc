import { HourglassError, type Split } from '@hourglass/core'
import { inOrder } from '@hourglass/engine'

import { giveWay } from './give-way.js'
import { innerProducts } from './inner-products.js'
import { classPairs } from './one-against-one.js'
import { solveSvmDual, type SvmSolution } from './smo.js'
import { kernelRows, type KernelRows, roomForRows, type SvmKernel } from './svm-kernel.js'

/** What an SVM is trained with. */
export interface SvmSettings {
  readonly kernel: SvmKernel
  /** C: what an example on the wrong side of its margin costs. */
  readonly cost: number
  /** ε of the stopping condition; 0.001 where absent. */
  readonly tolerance?: number
}

/** f_p(x) = Σ_s β_sp K(x_s, x) + b_p for each pair p of classes, + for the first one of the pair. Plain data. */
export interface SvmModel {
  readonly kernel: SvmKernel
  readonly cost: number
  /** Among the examples it was trained on, ascending: the union of all pairs' support vectors, S of them. */
  readonly supportVectors: Int32Array
  /** β, [S, pairs] row-major: 0 where an example is no support vector of the pair. */
  readonly coefficients: Float64Array
  /** b, [pairs]. */
  readonly biases: Float64Array
  /** The two classes of each pair. */
  readonly pairs: readonly (readonly [number, number])[]
  /** Steps of the solver, over all pairs. */
  readonly steps: number
}

export interface SvmTraining {
  /** After each pair of classes. */
  readonly progress?: (message: string) => void
  readonly signal?: AbortSignal
}

const TOLERANCE = 1e-3
/** For each pair, where LIBSVM gives up too. */
const MOST_STEPS = 10_000_000

/**
 * Support vector machines, one against one, for several settings at once: the inner products of a pair's examples, on the
 * engine that is current, serve them all. Deterministic; what one setting gives does not depend on the others. Memory:
 * 4n² bytes for the n examples of the largest pair, and 128 MB of kernel rows.
 *
 * Source: Cortes and Vapnik 1995; Chang and Lin, LIBSVM, 2011.
 *
 * @throws HourglassError `invalid-data` without labels, or with fewer than two classes; `diverged`; the signal's reason
 */
export async function trainSvms(
  train: Split,
  settings: readonly SvmSettings[],
  { progress, signal }: SvmTraining = {},
): Promise<readonly SvmModel[]> {
  const members = examplesByClass(train)
  const pairs = classPairs([...members.keys()].toSorted((a, b) => a - b))
  const solutions: SolvedPair[][] = settings.map(() => [])
  for (const [done, [first, second]] of pairs.entries()) {
    await giveWay(signal)
    const examples = [...members.get(first)!, ...members.get(second)!]
    const signs = Int8Array.from(examples, (_, place) => (place < members.get(first)!.length ? 1 : -1))
    for (const [place, solution] of solvePair(train.rows(examples), signs, settings).entries())
      solutions[place]!.push({ examples, ...solution })
    progress?.(`SVM: ${done + 1} of ${pairs.length} pairs of classes`)
  }
  return settings.map((setting, place) => modelOf(setting, pairs, solutions[place]!, train.size))
}

/** One SVM: see `trainSvms`. */
export async function trainSvm(train: Split, settings: SvmSettings, training?: SvmTraining): Promise<SvmModel> {
  const [model] = await trainSvms(train, [settings], training)
  return model!
}

interface SolvedPair extends SvmSolution {
  readonly examples: readonly number[]
}

function solvePair(rows: Float32Array, signs: Int8Array, settings: readonly SvmSettings[]): readonly SvmSolution[] {
  const n = signs.length
  const products = innerProducts(rows, rows.length / n)
  const room = roomForRows(n)
  let [kernel, matrix]: [SvmKernel | undefined, KernelRows | undefined] = [undefined, undefined]
  return settings.map((setting) => {
    // Costs of one kernel follow each other, and share its rows.
    if (matrix === undefined || kernel !== setting.kernel) matrix = kernelRows(setting.kernel, products, room)
    kernel = setting.kernel
    const { cost, tolerance = TOLERANCE } = setting
    return solveSvmDual({ signs, ...matrix, cost, tolerance, maxSteps: MOST_STEPS })
  })
}

function examplesByClass({ labels }: Split): Map<number, number[]> {
  const members = new Map<number, number[]>()
  for (const [example, label] of labels?.entries() ?? []) {
    if (!members.has(label)) members.set(label, [])
    members.get(label)!.push(example)
  }
  if (members.size > 1) return members
  throw new HourglassError('invalid-data', 'an SVM has nothing to tell apart', {
    expected: `examples of two classes or more; there ${labels === undefined ? 'are no labels' : `is ${members.size}`}`,
    remedy: 'a data set with labels, and enough of its examples',
  })
}

/** Examples that are a support vector of any pair, and their coefficients for each pair. */
function modelOf(
  { kernel, cost }: SvmSettings,
  pairs: readonly (readonly [number, number])[],
  solved: readonly SolvedPair[],
  size: number,
): SvmModel {
  const supports = new Uint8Array(size)
  for (const { examples, coefficients } of solved)
    for (const [place, example] of examples.entries()) if (coefficients[place] !== 0) supports[example] = 1
  const supportVectors = Int32Array.from(inOrder(size).filter((example) => supports[example] === 1))
  const placeOf = new Int32Array(size)
  for (const [place, example] of supportVectors.entries()) placeOf[example] = place
  const coefficients = new Float64Array(supportVectors.length * pairs.length)
  for (const [pair, solution] of solved.entries())
    for (const [place, example] of solution.examples.entries())
      if (supports[example] === 1) coefficients[placeOf[example]! * pairs.length + pair] = solution.coefficients[place]!
  const biases = Float64Array.from(solved, ({ bias }) => bias)
  const steps = solved.reduce((sum, solution) => sum + solution.steps, 0)
  return { kernel, cost, supportVectors, coefficients, biases, pairs, steps }
}
