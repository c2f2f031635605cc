import { HourglassError } from '@hourglass/core'

import type { NativePackage } from './native-package.js'
import { lastLine, type RunCommand, runCommand } from './run-command.js'
import { withTimeLimit } from './stopped.js'

export interface NativeProbe {
  readonly works: boolean
  /** The library's own version, e.g. `2.21.0`. */
  readonly libraryVersion?: string
  /** tfjs's version. */
  readonly tfjsVersion?: string
  /** Why it does not work. */
  readonly reason?: string
}

export interface ProbeOptions {
  readonly run?: RunCommand
  readonly environment?: NodeJS.ProcessEnv
  readonly signal?: AbortSignal
  /** Default 30 s: a cold disk has 850 MB to read. */
  readonly timeLimitMs?: number
}

const mark = 'hourglass-probe:'

// Runs in a process of its own: a library built for another processor ends its process with SIGILL. Text, and not a
// file of this package, so that it is the same whether this package runs from its sources or compiled.
const program = `
const util = require('util')
util.isNullOrUndefined = (value) => value === null || value === undefined
const tf = require(process.argv[1])
const equal = (found, wanted, what) => {
  if (found.length !== wanted.length || wanted.some((value, i) => found[i] !== value)) {
    throw new Error(what + ' gave ' + Array.from(found) + ', not ' + wanted)
  }
}
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), tf.tensor2d([7, 8, 9, 10, 11, 12], [3, 2]))
equal(product.dataSync(), [58, 64, 139, 154], 'a matrix product')
const backend = tf.backend()
const { binding } = backend
const types = [['T', binding.TF_INT32], ['dtype', binding.TF_FLOAT], ['Tseed', binding.TF_INT32]]
const attributes = types.map(([name, value]) => ({ name, type: binding.TF_ATTR_TYPE, value }))
const draw = () => backend.executeSingleOutput('StatelessRandomUniform', attributes,
  [tf.tensor1d([1000], 'int32'), tf.tensor1d([1, 2], 'int32')]).dataSync()
const drawn = draw()
if (!drawn.every((u) => u >= 0 && u < 1) || new Set(drawn).size < 900) throw new Error('uniform draws are not uniform')
equal(draw(), drawn, 'the same draw again')
const said = { libraryVersion: binding.TF_Version, tfjsVersion: tf.version.tfjs }
require('fs').writeSync(1, '\\n${mark}' + JSON.stringify(said) + '\\n')
`

/**
 * Loads the library in a child process, multiplies two matrices, draws stateless random numbers, and checks both:
 * [1 2 3; 4 5 6]·[7 8; 9 10; 11 12] = [58 64; 139 154] exactly. Throws only `interrupted`.
 */
export async function probeNative(native: NativePackage, options: ProbeOptions = {}): Promise<NativeProbe> {
  const { run = runCommand, environment = process.env, timeLimitMs = 30_000 } = options
  const env = { ...environment, TF_CPP_MIN_LOG_LEVEL: environment['TF_CPP_MIN_LOG_LEVEL'] ?? '2', NODE_OPTIONS: '' }
  const signal = withTimeLimit(timeLimitMs, options.signal)
  try {
    const result = await run(process.execPath, ['-e', program, native.folder], { signal, env })
    const answer = result.stdout.split('\n').find((line) => line.startsWith(mark))
    if (result.code === 0 && answer !== undefined) {
      return { works: true, ...(JSON.parse(answer.slice(mark.length)) as Partial<NativeProbe>) }
    }
    return { works: false, reason: reasonOf(result) }
  } catch (error) {
    if (error instanceof HourglassError && error.code === 'time-limit') {
      return { works: false, reason: 'it did not answer in time' }
    }
    throw error
  }
}

function reasonOf(result: Awaited<ReturnType<RunCommand>>): string {
  if (result.notStarted !== undefined) return result.notStarted
  if (result.signal === 'SIGILL') return 'it uses instructions that this processor lacks (SIGILL)'
  if (result.signal !== null) return `its process was ended by ${result.signal}`
  const error = /^\s*(?:\w*Error\b.*)$/m.exec(result.output)?.[0].trim()
  return error ?? (lastLine(result.output) || `its process ended with status ${result.code}`)
}
