import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { HourglassError } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { loadModel, onnxFiles, packModel, pluginsOf, specOf } from '@hourglass/portable'

import type { LoadedExperiment } from './load-experiment.js'
import { notFinished } from './load-run.js'
import { pluginVersion } from './plugin-version.js'
import type { RunDirectory } from './run-directory.js'
import type { RunResult } from './run-result.js'

/**
 * The model of a finished run as files, by name: what @hourglass/portable loads, and with `onnx` what ONNX runtimes do. The
 * same run gives the same bytes. On the cpu engine, which has every operation on every machine; the data need not be there.
 *
 * @throws HourglassError `not-a-run`, `weights-changed`, `onnx-unsupported`, and what composing the run throws
 */
export async function exportRun(
  loaded: LoadedExperiment,
  directory: RunDirectory,
  { onnx }: { readonly onnx: boolean },
): Promise<Readonly<Record<string, Uint8Array>>> {
  const { experiment, host } = loaded
  const { model, loss } = experiment
  const engine = await createCpuEngine()
  const result = directory.finished<RunResult>()
  if (result === undefined) throw notFinished(directory)
  const plugins = pluginsOf(host, model, loss)
  const files = await packModel({
    run: result.id,
    model,
    loss,
    spec: specOf(result.data),
    plugins: plugins.map((plugin) =>
      pluginVersion(
        plugin,
        loaded.plugins.find((named) => named.plugin === plugin),
      ),
    ),
    engine: { name: result.engine, description: result.engineDescription },
    weights: readWeights(directory, result),
  })
  const own = { plugins: loaded.plugins.map(({ plugin }) => plugin) }
  const exported = await loadModel(files, { ...own, engine })
  exported.dispose()
  return { ...files, ...(onnx && (await onnxFiles(files, own))) }
}

function readWeights(directory: RunDirectory, { weights }: RunResult): Uint8Array {
  const file = directory.file(weights.file)
  const bytes = readFileSync(file)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 === weights.sha256) return new Uint8Array(bytes)
  throw new HourglassError('weights-changed', 'these are not the weights that the run ended with', {
    place: { source: file },
    expected: `SHA-256 ${weights.sha256}, as result.json says; it is ${sha256}`,
    remedy: 'run the experiment again: hourglass run … --again',
  })
}
