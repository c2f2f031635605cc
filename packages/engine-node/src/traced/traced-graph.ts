import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { NativeTensor, TensorFlowBackend } from '../tensorflow-backend.js'
import { inputName, outputName, savedModel, TAG } from './graph-definition.js'
import type { Trace, ValueSource } from './trace.js'

/** A trace loaded into a session of the library: one native call runs all of it. */
export class TracedGraph {
  readonly #session: number
  readonly #inputs: string
  readonly #outputs: string
  /** Where each result comes from; those that are inputs are not run. */
  readonly outputs: readonly ValueSource[]

  /** @throws Error of the library where it refuses the graph */
  constructor(
    readonly backend: TensorFlowBackend,
    trace: Trace,
  ) {
    this.#session = load(backend, savedModel(trace))
    this.#inputs = trace.inputs.map((_, place) => `${inputName(place)}:0`).join(',')
    this.outputs = trace.outputs
    this.#outputs = trace.outputs
      .flatMap(({ kind }, place) => (kind === 'input' ? [] : [`${outputName(place)}:0`]))
      .join(',')
  }

  /** The results that are no inputs. @param inputs native handles, in the trace's order */
  run(inputs: readonly number[]): NativeTensor[] {
    if (this.#outputs === '') return []
    return this.backend.binding.runSavedModel(this.#session, inputs, this.#inputs, this.#outputs)
  }

  dispose(): void {
    this.backend.binding.deleteSavedModel(this.#session)
  }
}

/** The library reads a SavedModel from a folder, once. */
function load(backend: TensorFlowBackend, model: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'traced-step-'))
  try {
    mkdirSync(join(folder, 'variables'))
    writeFileSync(join(folder, 'saved_model.pb'), model)
    return backend.binding.loadSavedModel(folder, TAG)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
