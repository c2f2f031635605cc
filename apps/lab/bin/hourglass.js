#!/usr/bin/env node
import { existsSync } from 'node:fs'

if (!existsSync(new URL('../dist/cli/main.js', import.meta.url))) {
  process.stderr.write('hourglass is not built yet: run `npm start` (or `pnpm build`) in the repository first\n')
  process.exit(2)
}
const { main } = await import('../dist/cli/main.js')
await main(process.argv)
