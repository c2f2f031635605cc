import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { hourglass } from './cli/hourglass-process.fixture.js'
import { loadExperiment } from './load-experiment.js'
import { readExperimentSource } from './experiment-source.js'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
// In the repository, so that a plugin's imports are found as they are for a reader who follows the README there.
const folder = mkdtempSync(join(ROOT, '.readme-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes the README's code block whose first line names this file; returns its path. */
function fileFromReadme(name: string): string {
  const [, code] = new RegExp(`^(?:#|//) ${name.replace('.', '\\.')}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(README) ?? []
  expect(code, `README.md has no ${name}`).toBeDefined()
  writeFileSync(join(folder, name), code!)
  return join(folder, name)
}

describe("the repository's README", () => {
  it("trains the reader's own experiment, with the reader's own plugin", async () => {
    const mine = fileFromReadme('mine.yaml')
    fileFromReadme('dimming.mjs')
    const settings = ['plugins=[./dimming.mjs]', 'noise=dimming', 'stages[0].epochs=1', 'model.hidden=[8]']
    const { code, stdout, stderr } = await hourglass([
      ...['run', mine, '--engine', 'wasm', '--json', '--runs', join(folder, 'runs')],
      ...settings.flatMap((setting) => ['--set', setting]),
    ])
    expect(stderr).toContain('epoch 1/1')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ name: 'mine' })
  })

  it('has the experiment resolve as it stands', async () => {
    const { experiment } = await loadExperiment(readExperimentSource(fileFromReadme('mine.yaml')))
    expect(experiment.stages[0]).toMatchObject({ optimizer: { use: 'adam', learningRate: 0.003 } })
  })
})
