import { writeFileSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'

import { HourglassError, type Subject } from '@hourglass/core'
import { imageGridPng } from '@hourglass/report'
import { generateExamples } from '@hourglass/training'
import { type Command, InvalidArgumentError } from 'commander'

import { chooseEngine, type EngineOptions } from '../choose-engine.js'
import { readExperimentSource } from '../experiment-source.js'
import { loadExperiment } from '../load-experiment.js'
import { loadRun } from '../load-run.js'
import { RunDirectory } from '../run-directory.js'
import { withEngineOptions } from './engine-options.js'

interface GenerateCommandOptions extends EngineOptions {
  readonly count: number
  readonly steps: number
  readonly seed: number
  readonly out?: string
}

const COLUMNS = 20

export function addGenerateCommand(program: Command): void {
  const command = program
    .command('generate')
    .description('draw new examples from a trained model')
    .argument('<run>', 'the folder of a finished run')
    .option('--count <n>', 'how many', whole(1), 100)
    .option('--steps <n>', 'steps of the Markov chain, where the model has one', whole(1), 200)
    .option('--seed <n>', 'another seed, other examples', whole(0), 1)
    .option('--out <file>', 'a .png of pictures, or a .csv of numbers (default: <run>-generated.png, or .csv)')
  withEngineOptions(command).action(generate)
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (!Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(`a whole number from ${least} on is expected.`)
    return number
  }
}

async function generate(folder: string, options: GenerateCommandOptions): Promise<void> {
  const directory = new RunDirectory(resolve(folder))
  const loaded = await loadExperiment(readExperimentSource(directory.file('experiment.yaml')))
  const { engine, warnings } = await chooseEngine(options)
  warnings.begin((text) => process.stderr.write(`${text}\n`))
  try {
    const { subject, params, scope } = await loadRun(loaded, directory, engine)
    const ending = subject.dataset.spec.image === undefined ? 'csv' : 'png'
    const file = resolve(options.out ?? `${basename(directory.path)}-generated.${ending}`)
    const key = engine.random.key(`generate ${options.seed}`)
    const x = generateExamples(subject, params, { count: options.count, steps: options.steps, key })
    writeFileSync(file, encode(file, x.dataSync<'float32'>(), subject))
    x.dispose()
    scope.dispose()
    process.stdout.write(`${file}\n`)
  } finally {
    engine.dispose()
  }
}

function encode(file: string, values: Float32Array, { dataset }: Subject): string | Uint8Array {
  const { dimensions, image, range } = dataset.spec
  const count = values.length / dimensions
  const extension = extname(file)
  if (extension === '.csv') {
    const rows = Array.from({ length: count }, (_, row) => values.subarray(row * dimensions, (row + 1) * dimensions))
    return `${rows.map((row) => [...row].join(',')).join('\n')}\n`
  }
  if (extension === '.png' && image !== undefined)
    return imageGridPng({ pixels: values, count, height: image[0], width: image[1] }, { columns: COLUMNS, range })
  throw new HourglassError('invalid-option', `--out ${file} cannot be written`, {
    expected: image === undefined ? 'a .csv file; these examples are no pictures' : 'a .png or a .csv file',
  })
}
