// `pnpm bench`: what a training step costs, beside other libraries. Prints Markdown; docs/benchmarks.md keeps it.
import { writeFile } from 'node:fs/promises'

import { growth } from './growth.mjs'
import { createInputs } from './inputs.mjs'
import { describeMachine, describeVersions } from './machine.mjs'
import { HELP, readOptions } from './options.mjs'
import { race } from './race.mjs'
import { aimsTable } from './tables/aims-table.mjs'
import { epochTable } from './tables/epoch-table.mjs'
import { growthTable } from './tables/growth-table.mjs'
import { startTable } from './tables/start-table.mjs'
import { stepTable } from './tables/step-table.mjs'

const print = (text) => console.log(`${text}\n`)

async function main(options) {
  const machine = describeMachine()
  const date = new Date().toISOString().slice(0, 10)
  const command = ['pnpm bench', ...process.argv.slice(2)].join(' ')
  print(`${machine}; ${options.threads} threads; ${date}; \`${command}\`.`)
  const inputs = await createInputs()
  const races = []
  let points
  try {
    const { tables } = options
    if (tables.includes('steps') || tables.includes('epochs'))
      for (const row of options.rows) {
        races.push(await race(row, options, inputs, tables.includes('epochs')))
        print(stepTable(races.at(-1)))
      }
    if (races.length > 0) print(startTable(races))
    if (tables.includes('epochs')) print(epochTable(races))
    if (tables.includes('growth')) {
      points = await growth(options, inputs)
      print(growthTable(points))
    }
  } finally {
    await inputs.remove()
  }
  const aims = aimsTable(races)
  if (aims !== undefined) print(aims)
  const versions = describeVersions(races)
  print(versions.join('; '))
  if (options.json !== undefined)
    await writeFile(options.json, JSON.stringify({ command, machine, date, versions, races, points }, null, 2))
  return races.flatMap(({ row, results }) =>
    results.flatMap(({ title, failed, agrees }) => {
      if (failed !== undefined) return [`${row.id}, ${title}: ${failed}`]
      return agrees === false ? [`${row.id}, ${title}: its loss is another one`] : []
    }),
  )
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) console.log(HELP)
  else {
    const wrong = await main(options)
    for (const line of wrong) console.error(line)
    process.exitCode = wrong.length === 0 ? 0 : 1
  }
} catch (error) {
  console.error(error instanceof TypeError || error instanceof RangeError ? `${error.message}\n\n${HELP}` : error)
  process.exitCode = 1
}
