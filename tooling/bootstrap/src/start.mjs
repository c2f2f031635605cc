// `npm start`: installs, builds, trains the quickstart, and tells where its report is.
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
  process.stderr.write('\nNext: npx hourglass run denoising    npx hourglass plugins    npx hourglass --help\n')
}
process.exitCode = code
