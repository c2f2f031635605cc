// `node tooling/bench/src/datasets.mjs [set …]`: how long the sets that are made take, and how much memory. Prints
// Markdown. Each is made by a process of its own at its default options; reading the digits is part of it, so point
// HOURGLASS_DATA to the files of MNIST, or a download is timed too.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'

import { DATASET, PluginHost } from '@hourglass/core'
import datasets from '@hourglass/datasets'

import { describeMachine } from './machine.mjs'

const run = promisify(execFile)
const host = new PluginHost([datasets])

/** The source of a set at its default options. */
const sourceOf = (name) => host.createScope().create(DATASET, { use: name })

/** Sets whose options all have defaults, and that are made rather than read. */
function madeSets() {
  const complete = host.list(DATASET).filter((registered) => host.options(registered).safeParse({}).success)
  return complete.map(({ name }) => name).filter((name) => sourceOf(name).remake !== undefined)
}

/** In a process of its own: makes a set and tells what it took. */
async function measure(name) {
  const start = performance.now()
  const { train, validation, test } = await sourceOf(name).remake()
  const seconds = (performance.now() - start) / 1000
  const examples = [train, validation, test].map(({ size }) => size)
  console.log(JSON.stringify({ seconds, examples, peak: process.resourceUsage().maxRSS / 1024 }))
}

async function main(names) {
  const unknown = names.filter((name) => !madeSets().includes(name))
  if (unknown.length > 0) throw new RangeError(`no made set: ${unknown.join(', ')}; there are ${madeSets().join(', ')}`)
  const cache = await mkdtemp(join(tmpdir(), 'hourglass-bench-'))
  try {
    const command = ['node tooling/bench/src/datasets.mjs', ...names].join(' ')
    console.log(
      `${describeMachine()}; Node ${process.version}; ${new Date().toISOString().slice(0, 10)}; \`${command}\`.\n`,
    )
    console.log('| set | seconds | examples | peak MiB |\n| --- | ---: | ---: | ---: |')
    const all = []
    for (const name of names.length === 0 ? madeSets() : names) {
      const env = { ...process.env, HOURGLASS_CACHE: cache }
      const { stdout } = await run(process.execPath, [import.meta.filename, '--alone', name], { env })
      const { seconds, examples, peak } = JSON.parse(stdout)
      all.push({ seconds, peak })
      console.log(`| \`${name}\` | ${seconds.toFixed(1)} | ${examples.join(' / ')} | ${Math.ceil(peak)} |`)
    }
    const seconds = all.reduce((sum, each) => sum + each.seconds, 0)
    const peak = Math.max(...all.map((each) => each.peak))
    console.log(`| all, one after another | ${seconds.toFixed(1)} | | ${Math.ceil(peak)} |`)
  } finally {
    await rm(cache, { recursive: true })
  }
}

try {
  const { values, positionals } = parseArgs({ options: { alone: { type: 'string' } }, allowPositionals: true })
  await (values.alone === undefined ? main(positionals) : measure(values.alone))
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error)
  process.exitCode = 1
}
