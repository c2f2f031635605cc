// node tooling/bench/src/precision.mjs [--dataset mnist] [--epochs 10] [--seeds 3]: what `precision: fast` changes in the
// end: the test NLL of a denoising autoencoder, and the test error of a classifier, trained in both precisions.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'

import { describeMachine } from './machine.mjs'
import { table } from './tables/markdown.mjs'

const { values } = parseArgs({
  options: {
    dataset: { type: 'string', default: 'mnist' },
    epochs: { type: 'string', default: '10' },
    seeds: { type: 'string', default: '3' },
  },
})
const COLUMNS = {
  nll: 'test NLL of the DAE, nats',
  error: 'test error of the classifier, %',
  autoencoderSeconds: 'DAE, s',
  classifierSeconds: 'classifier, s',
}

/** A process for each training: the library reads its precision once. */
async function train(precision, seed) {
  const program = join(import.meta.dirname, 'contestant', 'train-to-the-end.mjs')
  const settings = [program, precision, values.dataset, values.epochs, String(seed)]
  const { stdout } = await promisify(execFile)(process.execPath, settings)
  return JSON.parse(stdout)
}

const command = ['node tooling/bench/src/precision.mjs', ...process.argv.slice(2)].join(' ')
console.log(`${describeMachine()}; ${new Date().toISOString().slice(0, 10)}; \`${command}\`.\n`)
const rows = []
for (let seed = 1; seed <= Number(values.seeds); seed++)
  for (const precision of ['strict', 'fast']) {
    const trained = await train(precision, seed)
    rows.push([String(seed), precision, ...Object.keys(COLUMNS).map((name) => trained[name].toFixed(2))])
  }
console.log(table([['seed', 'precision', ...Object.values(COLUMNS)], ...rows]))
