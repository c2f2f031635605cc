// `npm test`: installs, builds, checks format, lint and types, runs every test, and ends with `N passed, N failed`.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { prepare, step } from './prepare.mjs'
import { ROOT, runCommand } from './run-command.mjs'

await prepare()
const { nativeUnusableReason } = await import(pathToFileURL(join(ROOT, 'packages/engine-node/dist/index.js')).href)
const engines = process.env.HOURGLASS_TEST_ENGINES?.split(',') ?? [
  ...(nativeUnusableReason() === undefined ? ['node'] : []),
  'wasm',
  'cpu',
]

// Part of turbo's key too: what passed on one Node has not passed on another.
const platform = `${process.version} ${process.platform} ${process.arch}`

step('checking format')
const format = await runCommand('oxfmt', ['--check', '.'])
step(`testing on ${engines.join(', ')}`)
for (const file of resultFiles()) rmSync(file)
const checks = await runCommand(
  'turbo',
  [
    'run',
    'lint',
    'typecheck',
    'test',
    '--continue=always',
    '--concurrency=2',
    '--output-logs=new-only',
    '--log-order=grouped',
  ],
  // Part of turbo's key: what was tested without the native engine is tested again once it is there.
  { environment: { HOURGLASS_TEST_ENGINES: engines.join(','), HOURGLASS_TEST_PLATFORM: platform } },
)

const files = resultFiles()
const results = files.map((file) => JSON.parse(readFileSync(file, 'utf8')))
const total = (count) => results.reduce((sum, result) => sum + result[count], 0)
const suites = results.flatMap(({ testResults }) => testResults)
// A file that could not even be loaded has no failed test, and is a failure all the same.
const broken = suites.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
)
let failed = total('numFailedTests') + broken.length
if (format !== 0) process.stderr.write('\nformat: failed; `pnpm format` mends it\n')
if (checks !== 0) process.stderr.write('\nlint, types or tests failed; what they said is above\n')
// Each check that is no test counts as one.
if (format !== 0) failed++
if ((checks !== 0 && failed === 0) || files.length === 0) failed++
process.exitCode = failed > 0 ? 1 : 0
const skipped = total('numPendingTests')
if (skipped > 0) process.stdout.write(`\n${skipped} tests need what this machine lacks, and were skipped\n`)
process.stdout.write(`\n${total('numPassedTests')} passed, ${failed} failed\n`)

function resultFiles() {
  return ['packages', 'apps', 'tooling']
    .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name, 'test-results.json')))
    .filter((file) => existsSync(file))
}
