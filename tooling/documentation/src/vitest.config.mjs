import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['generated/**/*.test.ts', 'src/**/*.test.mjs'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results.json' },
  },
})
