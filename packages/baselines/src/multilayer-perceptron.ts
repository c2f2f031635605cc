import {
  type Baseline,
  type BaselineContext,
  HourglassError,
  type Params,
  READOUT,
  type StageEvent,
  type Subject,
} from '@hourglass/core'
import { free } from '@hourglass/engine'
import { add, argMax, matMul, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import { splitPredictor } from './predict-split.js'
import { requireLabels } from './require-labels.js'

type NamedStage = BaselineContext['stages'][number]

export interface MultilayerPerceptronOptions {
  /** What it is trained by; absent: the experiment's own supervised stages. */
  readonly stage?: NamedStage | undefined
}

/**
 * The control without pretraining: the experiment's network from fresh random parameters through the supervised stages
 * alone, and argmax_k of θ = h(x)W + b. Whatever the trained model does better is what it learned without labels.
 *
 * Source: Erhan et al. 2010, "Why Does Unsupervised Pre-training Help Deep Learning?".
 *
 * @throws HourglassError `no-labels`, `no-supervised-stage`, `no-readout`; what the stages throw
 */
export function multilayerPerceptron(options: MultilayerPerceptronOptions): Baseline {
  return {
    check: (subject) => checkStages(supervisedStages(options, subject), subject),
    async fit(context) {
      const stages = supervisedStages(options, context)
      checkStages(stages, context)
      const { engine, model } = context
      const initKey = engine.random.fold(context.key, 'init')
      let params = tidy(() => model.init(initKey))
      free(initKey)
      const notes: string[] = []
      try {
        for (const [place, stage] of stages.entries()) {
          const trained = await runStage(stage, place, params, context, notes)
          free(params)
          params = trained
        }
      } catch (error) {
        free(params)
        throw error
      }
      const classify = splitPredictor(engine, (given: Params, x) => {
        const { [READOUT.weights]: W, [READOUT.bias]: b, ...own } = given
        return argMax(add(matMul(model.encode(own, x), W as Tensor2D), b as Tensor1D), 1) as Tensor1D
      })
      return {
        label: 'MLP without pretraining',
        notes: [`fresh random parameters, then ${stages.map(({ name }) => name).join(', ')}`, ...notes],
        classify: (split) => classify(params, split),
        dispose: () => free(params),
      }
    },
  }
}

/** To its end; the parameters it is given stay the caller's, as those it returns are. */
async function runStage(
  { name, stage }: NamedStage,
  place: number,
  params: Params,
  context: BaselineContext,
  notes: string[],
): Promise<Params> {
  const { engine, dataset, model, loss, noise, noiseUse, regularizers, signal, tell } = context
  const key = engine.random.fold(context.key, 'stage', place)
  const subject: Subject = { engine, dataset, model, loss, noise, noiseUse, regularizers }
  const run = stage.run({ ...subject, params, key, signal })
  try {
    for (;;) {
      const next = await run.next()
      if (next.done === true) return next.value
      const event = next.value
      const line = lineOf(name, event)
      if (line !== undefined) tell(line)
      if (event.kind === 'note') notes.push(event.message)
    }
  } finally {
    // Lets the stage free what it holds where we stopped listening.
    await run.return(params)
    free(key)
  }
}

function lineOf(name: string, event: StageEvent): string | undefined {
  if (event.kind === 'note') return `${name}: ${event.message}`
  if (event.kind !== 'epoch') return undefined
  const { part, epoch, epochs, train, validation } = event
  const told = Object.entries(validation ?? train).map(([term, value]) => `${term} ${value.toPrecision(3)}`)
  const where = validation === undefined ? '' : 'on validation '
  return `${[name, part].filter(Boolean).join(', ')}: epoch ${epoch} of ${epochs}, ${where}${told.join(', ')}`
}

function supervisedStages({ stage }: MultilayerPerceptronOptions, { stages }: Pick<BaselineContext, 'stages'>) {
  return stage === undefined ? stages.filter(({ stage }) => stage.supervised) : [stage]
}

/** That there are some, that they go without those left out, and that a class can be read out afterwards. */
function checkStages(stages: readonly NamedStage[], subject: Subject): void {
  requireLabels(subject, 'an MLP')
  const remedy = 'add `- { use: fine-tune }` to the stages, or give the baseline a `stage`; or leave the baseline out'
  if (stages.length === 0)
    throw new HourglassError('no-supervised-stage', 'the experiment has no supervised stage to train an MLP by', {
      expected: 'a stage that learns from labels, such as fine-tune',
      remedy,
    })
  const parameters = new Set(initialNames(subject))
  for (const { stage } of stages) {
    stage.check?.({ ...subject, parameters })
    for (const name of stage.adds ?? []) parameters.add(name)
  }
  if (Object.values(READOUT).every((name) => parameters.has(name))) return
  throw new HourglassError(
    'no-readout',
    `no class can be read out after ${stages.map(({ name }) => name).join(', ')}`,
    {
      expected: `a stage that adds the parameters ${READOUT.weights} and ${READOUT.bias}, as fine-tune does`,
      remedy,
    },
  )
}

function initialNames({ engine, model }: Subject): string[] {
  return tidy(() => Object.keys(model.init(engine.random.key('names'))))
}
