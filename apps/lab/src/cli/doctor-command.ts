import { HourglassError } from '@hourglass/core'
import {
  inspectNative,
  makeNativeUsable,
  type NativeReport,
  type NativeStep,
  setUpNativeOnce,
  hasFastProducts,
} from '@hourglass/engine-node'
import type { Command } from 'commander'

import { chooseEngine } from '../choose-engine.js'
import { formatDuration } from '../progress-display.js'
import { interruptSignal } from './interrupt-signal.js'

interface DoctorOptions {
  readonly fix?: boolean
  readonly setUp?: boolean
  readonly json?: boolean
}

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('tell which engines this machine has, and what to do for a faster one')
    .option('--fix', 'make the native engine usable')
    .option('--set-up', 'the same within two minutes, only if it was not tried before, and never an error')
    .option('--json', 'what was found, as JSON')
    .action(doctor)
}

async function doctor({ fix, setUp, json }: DoctorOptions): Promise<void> {
  const { signal, release } = interruptSignal()
  try {
    if (setUp) return await setUpQuietly(signal)
    const fixed = fix ? await makeNativeUsable({ onProgress: say, signal }) : undefined
    const report = await inspectNative({ probe: true, signal })
    if (json)
      process.stdout.write(
        `${JSON.stringify({ ...report, bf16Products: hasFastProducts(report.processor) }, null, 2)}\n`,
      )
    else process.stdout.write(`${[...describe(report), ...(await engineLines())].join('\n')}\n`)
    signal.throwIfAborted()
    if (fixed !== undefined && !fixed.usable)
      throw new HourglassError('native-unavailable', `the native engine is not usable: ${fixed.error}`, {
        remedy:
          fixed.steps.findLast(({ remedy }) => remedy !== undefined)?.remedy ?? 'use the wasm engine: it needs nothing',
      })
  } finally {
    release()
  }
}

/** For `npm start` and `npm test`: one line if all is well, and no failure is fatal, as the wasm engine is there. */
async function setUpQuietly(signal: AbortSignal): Promise<void> {
  const result = await setUpNativeOnce({ onProgress: say, signal })
  signal.throwIfAborted()
  if (result.usable)
    return say(result.tried ? `the native engine is ready (${result.how})` : 'the native engine is ready')
  if (result.tried) for (const step of result.steps.filter(({ outcome }) => outcome !== 'done')) say(stepLine(step))
  say(`no native engine: ${result.error}; going on with wasm. \`hourglass doctor\` tells more.`)
}

function stepLine({ name, outcome, message, seconds }: NativeStep): string {
  return `  ${name} ${outcome} after ${formatDuration(seconds)}: ${message}`
}

function say(message: string): void {
  process.stderr.write(`${message}\n`)
}

const STATES: Readonly<Record<NativeReport['state'], string>> = {
  off: 'switched off by HOURGLASS_NATIVE=off',
  'no-package': '@tensorflow/tfjs-node is not installed',
  'no-library': 'installed, but its native library is missing',
  present: 'installed, not tried out',
  works: 'works: it multiplied two matrices and drew random numbers',
  broken: 'installed, but broken',
}

const BF16: Readonly<Record<string, string>> = {
  true: 'the library has such products here: --precision fast uses them',
  false: 'the library has no such products here: --precision fast has no effect',
  undefined: 'unknown: --precision fast may have no effect',
}

function describe(report: NativeReport): string[] {
  const { node, processor, threads, probe, cache } = report
  const rows: [string, string | undefined][] = [
    ['Node', `${node.version} (Node-API ${node.napi})`],
    ['platform', [report.platform, report.arch, report.glibc && `glibc ${report.glibc}`].filter(Boolean).join(' ')],
    ['processor', `${processor.model}: ${processor.features?.join(' ') || 'instruction sets unknown'}`],
    ['bfloat16', BF16[String(hasFastProducts(report.processor))]],
    ['cores', `${threads.available}; TF_NUM_INTRAOP_THREADS ${threads.intraOp ?? 'not set'}`],
    ['tfjs-node', [report.package?.version, STATES[report.state]].filter(Boolean).join(' ')],
    ['library', probe?.works ? `TensorFlow ${probe.libraryVersion}` : probe?.reason],
    ['compiler', report.compiler === undefined ? 'none found' : report.compiler.version],
    ['python, pip', [report.python?.version ?? 'no python', report.pip?.version ?? 'no pip'].join('; ')],
    ['cache', `${cache.folder}${cache.prepared ? ' (holds a prepared library)' : ''}`],
  ]
  const lines = rows.filter(([, text]) => text !== undefined).map(([name, text]) => `${name.padEnd(12)} ${text}`)
  return [...lines, ...report.advice.map((advice) => `advice       ${advice}`)]
}

/** What a run would get now: the engine, and the settings of the environment. */
async function engineLines(): Promise<string[]> {
  const { engine, reason, settings, warnings } = await chooseEngine()
  engine.dispose()
  const { heard } = warnings.begin(() => {})
  const { compile = 'auto', precision = 'strict', threads = 'auto' } = settings
  const rows: [string, string][] = [
    ['engine', reason.replace(/^engine: /, '')],
    ['settings', `compile ${compile}, precision ${precision}, threads ${threads}`],
    ...heard.map((warning): [string, string] => ['warning', warning]),
  ]
  return rows.map(([name, text]) => `${name.padEnd(12)} ${text}`)
}
