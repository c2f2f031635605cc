#!/usr/bin/env node
// `npm create @hourglass/plugin <kind> <name>`
import { HourglassError } from '@hourglass/core'

import { createPlugin, describeCreated, usage } from '../dist/index.js'

const [kind, name, flag, folder, ...rest] = process.argv.slice(2)
if (name === undefined || rest.length > 0 || (flag !== undefined && (flag !== '--in' || folder === undefined))) {
  process.stderr.write(`${usage('npm create @hourglass/plugin')}\n`)
  process.exitCode = 2
} else
  try {
    process.stdout.write(`${describeCreated(createPlugin({ kind, name, folder }))}\n`)
  } catch (error) {
    if (!(error instanceof HourglassError)) throw error
    process.stderr.write(`${error.format()}\n`)
    process.exitCode = 2
  }
