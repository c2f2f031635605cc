import { basename, join, resolve } from 'node:path'

import type { Command } from 'commander'

import { readExperimentSource } from '../experiment-source.js'
import { exportRun } from '../export-run.js'
import { loadExperiment } from '../load-experiment.js'
import { RunDirectory } from '../run-directory.js'
import { writeExport } from '../write-export.js'

interface ExportCommandOptions {
  readonly out?: string
  readonly onnx: boolean
  readonly force: boolean
}

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('write a trained model as files that Node, browsers, Python and ONNX runtimes read')
    .argument('<run>', 'the folder of a finished run')
    .option('--out <folder>', 'where to (default: <run>-model)')
    .option('--onnx', 'encoder.onnx and decoder.onnx too, and classifier.onnx where it was trained on labels', false)
    .option('--force', 'replace another export in that folder', false)
    .action(exportModel)
}

async function exportModel(run: string, { out, onnx, force }: ExportCommandOptions): Promise<void> {
  const directory = new RunDirectory(resolve(run))
  const loaded = await loadExperiment(readExperimentSource(directory.file('experiment.yaml')))
  const files = await exportRun(loaded, directory, { onnx })
  const folder = resolve(out ?? `${basename(directory.path)}-model`)
  writeExport(folder, files, { force })
  process.stdout.write(
    Object.keys(files)
      .map((name) => `${join(folder, name)}\n`)
      .join(''),
  )
}
