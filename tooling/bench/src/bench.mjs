// `pnpm bench`: what a training step costs on each engine, beside its matrix products alone. Prints a Markdown table.
import { spawnSync } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { nativeUnusableReason } from '@hourglass/engine-node'

const { values } = parseArgs({
  options: {
    engines: { type: 'string', default: 'node,wasm,cpu' },
    batches: { type: 'string', default: '20,128,1000' },
    seconds: { type: 'string', default: '3' },
  },
})

const processor = cpus()[0]?.model.trim()
console.log(`Training step of a tied denoising autoencoder 784-1000-784 (masking 25 %, sigmoid, Bernoulli, SGD).`)
console.log(
  `${processor}, ${availableParallelism()} threads, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
)
console.log('Median over repetitions, [least – most]; the five products are those of one step, forward and backward.\n')
console.log('| engine | batch | ms / step | examples / s | five products alone, ms | share of the step |')
console.log('|---|---|---|---|---|---|')
for (const engine of values.engines.split(',')) {
  const refusal = engine === 'node' ? nativeUnusableReason() : undefined
  for (const batch of values.batches.split(',')) {
    if (refusal !== undefined) console.log(`| ${engine} | ${batch} | skipped: ${refusal} | | | |`)
    else measure(engine, batch)
  }
}

/** A process for each measurement: nothing that one leaves behind reaches the next. */
function measure(engine, batch) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'measure-step.mjs'), engine, batch, values.seconds],
    { encoding: 'utf8' },
  )
  if (status !== 0) {
    console.error(stderr)
    process.exitCode = 1
    return
  }
  const { step, products } = JSON.parse(stdout)
  const [ms, rate] = [step.median, (1000 * Number(batch)) / step.median]
  const cells = [engine, batch, spread(step), Math.round(rate).toLocaleString('en-US'), spread(products)]
  console.log(`| ${cells.join(' | ')} | ${Math.round((100 * products.median) / ms)} % |`)
}

function spread({ median, least, most }) {
  return `${median.toFixed(2)} [${least.toFixed(2)} – ${most.toFixed(2)}]`
}
