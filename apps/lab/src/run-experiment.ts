import { createHash } from 'node:crypto'

import {
  BASELINE,
  type Dataset,
  DATASET,
  DATA_SPEC,
  ENGINE,
  type Engine,
  type EpochProgress,
  type Experiment,
  HourglassError,
  type Key,
  LOSS,
  type Measurement,
  METRIC,
  MODEL,
  NOISE,
  type Params,
  type PluginHost,
  type Progress,
  REGULARIZER,
  type RunScope,
  STAGE,
  type Subject,
} from '@hourglass/core'
import { encodeSafetensors, free } from '@hourglass/training'
import { tidy } from '@tensorflow/tfjs-core'
import { stringify } from 'yaml'

import { checkSupport } from './check-support.js'
import { describeEnvironment } from './environment.js'
import { drawFigures } from './figures.js'
import { reconstructorAsModel } from './reconstructor-as-model.js'
import type { RunDirectory } from './run-directory.js'
import type { ResultRow, RunResult, StageResult } from './run-result.js'

export interface RunObserver {
  message(text: string): void
  startStage(name: string): void
  progress(progress: Progress): void
}

export interface RunRequest {
  readonly experiment: Experiment
  readonly host: PluginHost
  readonly engine: Engine
  readonly id: string
  readonly directory: RunDirectory
  readonly observer: RunObserver
  readonly signal: AbortSignal
}

/**
 * Composes an experiment, trains it, measures it, and writes the run's folder; `result.json` comes last.
 *
 * Streams of the root key: `init` for the parameters, `stage`/place for each stage, `metric` and `baseline` for what
 * is random in measuring.
 */
export async function runExperiment(request: RunRequest): Promise<RunResult> {
  const { experiment, host, engine, directory, observer } = request
  const began = performance.now()
  const scope = host.createScope().provide(ENGINE, engine)
  const rootKey = engine.random.key(experiment.seed)
  scope.onDispose(() => rootKey.dispose())
  try {
    const dataset = await scope.create(DATASET, experiment.dataset).load((text) => observer.message(text))
    const subject = compose(scope, experiment, dataset, engine)
    checkSupport(subject, experiment)
    const loadSeconds = secondsSince(began)
    directory.write('experiment.yaml', stringify(experiment))
    const plugins = [...new Set(host.points().flatMap((point) => host.list(point).map(({ plugin }) => plugin)))]
    directory.writeJson('environment.json', describeEnvironment(engine, dataset, plugins))

    const { params, stages } = await runStages(request, scope, subject, rootKey)
    scope.onDispose(() => free(params))
    const weights = encodeSafetensors(params)
    directory.write('checkpoints/final.safetensors', weights)

    const measuring = performance.now()
    observer.message('measuring on the test set')
    const rows = await measureAll(request, scope, subject, params, rootKey)
    drawFigures(directory, subject, params, rootKey)
    const result: RunResult = {
      id: request.id,
      name: experiment.name,
      engine: engine.name,
      engineDescription: engine.description,
      finishedAt: new Date().toISOString(),
      rows,
      stages,
      weights: { file: 'checkpoints/final.safetensors', sha256: createHash('sha256').update(weights).digest('hex') },
      timings: [
        { label: 'loading', seconds: loadSeconds },
        ...stages.map(({ name, seconds }) => ({ label: name, seconds })),
        { label: 'measuring', seconds: secondsSince(measuring) },
      ],
      notes: [...(dataset.notes ?? [])],
    }
    return result
  } finally {
    scope.dispose()
  }
}

function compose(scope: RunScope, experiment: Experiment, dataset: Dataset, engine: Engine): Subject {
  scope.provide(DATA_SPEC, dataset.spec)
  return {
    engine,
    dataset,
    model: scope.create(MODEL, experiment.model),
    loss: scope.create(LOSS, experiment.loss),
    noise: experiment.noise === undefined ? undefined : scope.create(NOISE, experiment.noise),
    noiseSamples: experiment.noise?.samples ?? 1,
    regularizers: experiment.regularizers.map((reference) => ({
      name: reference.use,
      weight: reference.weight,
      regularizer: scope.create(REGULARIZER, reference),
    })),
  }
}

async function runStages(request: RunRequest, scope: RunScope, subject: Subject, rootKey: Key) {
  const { experiment, directory, observer, signal, engine } = request
  const { random } = engine
  const initKey = random.fold(rootKey, 'init')
  let params: Params = tidy(() => subject.model.init(initKey))
  initKey.dispose()
  const stages: StageResult[] = []
  for (const [place, reference] of experiment.stages.entries()) {
    const stage = scope.create(STAGE, reference)
    const key = random.fold(rootKey, 'stage', place)
    const began = performance.now()
    const epochs: EpochProgress[] = []
    const notes: string[] = []
    observer.startStage(reference.use)
    try {
      const run = stage.run({ ...subject, params, key, signal })
      let next = await run.next()
      for (; next.done !== true; next = await run.next()) {
        observer.progress(next.value)
        if (next.value.kind === 'note') notes.push(next.value.message)
        if (next.value.kind !== 'epoch') continue
        epochs.push(next.value)
        const { kind: _, ...epoch } = next.value
        directory.append('metrics.jsonl', { stage: reference.use, place, ...epoch })
      }
      free(params)
      params = next.value
    } catch (error) {
      free(params)
      throw error
    } finally {
      key.dispose()
    }
    stages.push({ name: reference.use, seconds: secondsSince(began), epochs, notes })
  }
  return { params, stages }
}

async function measureAll(
  request: RunRequest,
  scope: RunScope,
  subject: Subject,
  params: Params,
  rootKey: Key,
): Promise<ResultRow[]> {
  const { experiment, engine, observer } = request
  const { random } = engine
  const metrics = experiment.metrics.map((reference) => scope.create(METRIC, reference))
  const measure = async (measured: Subject, of: Params, baseline: boolean): Promise<Measurement[]> => {
    const key = random.fold(rootKey, 'metric')
    const context = { ...measured, params: of, split: subject.dataset.test, key }
    const results: Measurement[] = []
    try {
      for (const metric of metrics)
        if (!(baseline && metric.needsEncoder)) results.push(...(await metric.measure(context)))
    } finally {
      key.dispose()
    }
    return results
  }
  const rows: ResultRow[] = [{ label: modelLabel(experiment), measurements: await measure(subject, params, false) }]
  for (const [place, reference] of experiment.baselines.entries()) {
    observer.message(`fitting baseline ${reference.use}`)
    const key = random.fold(rootKey, 'baseline', place)
    const { model, dataset, loss } = subject
    const fitted = await scope
      .create(BASELINE, reference)
      .fit({ engine, dataset, loss, codeDimensions: model.codeDimensions, key })
    key.dispose()
    try {
      const measurements = await measure({ ...subject, model: reconstructorAsModel(fitted, model) }, {}, true)
      rows.push({ label: fitted.label, baseline: true, measurements })
    } finally {
      fitted.dispose()
    }
  }
  for (const { name, value } of rows[0]!.measurements)
    if (!Number.isFinite(value)) throw new HourglassError('diverged', `the measured ${name} is ${value}`)
  return rows
}

function modelLabel({ model, noise, name }: Experiment): string {
  return `${name} (${[model.use, noise?.use].filter(Boolean).join(', ')})`
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000
}
