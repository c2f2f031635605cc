import { join } from 'node:path'

import { defineConfig } from 'vitest/config'

/** Shared by every package: `vitest run --config …/vitest.config.mjs --root .` */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', join(import.meta.dirname, 'readme.test.mjs')],
    // tfjs-node is not safe in worker threads, and the tensor engine is one global object: a process per file.
    pool: 'forks',
    // Else test processes side by side would share the cores, each with another number: bits could differ between them.
    env: {
      HOURGLASS_THREADS: process.env['HOURGLASS_THREADS'] ?? '1',
      TF_NUM_INTRAOP_THREADS: process.env['TF_NUM_INTRAOP_THREADS'] ?? '1',
    },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results.json' },
  },
})
