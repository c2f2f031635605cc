// `npm start`: installs, builds, trains the quickstart, and tells where its report is.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

import { prepare, step } from './prepare.mjs'
import { ROOT, runCommand } from './run-command.mjs'

await prepare()
step('training the quickstart')
const code = await runCommand(process.execPath, [
  join(ROOT, 'apps/lab/bin/hourglass.js'),
  'run',
  'quickstart',
  ...process.argv.slice(2),
])
if (code === 0) {
  const pnpm = spawnSync('pnpm', ['--version'], { shell: process.platform === 'win32' }).status === 0
  const command = pnpm ? 'pnpm hourglass' : 'npx hourglass'
  process.stderr.write(`\nNext: ${command} run denoising    ${command} plugins    ${command} --help\n`)
}
process.exitCode = code
