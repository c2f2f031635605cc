import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

import { hourglass } from './cli/hourglass-process.fixture.js'
import { loadExperiment } from './load-experiment.js'
import { builtInExperiments, readExperimentSource } from './experiment-source.js'

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

  it("has `hourglass schema` accept the reader's experiment as it stands, and the built-in ones", async () => {
    const { stdout } = await hourglass(['schema'])
    const validate = new Ajv2020({ strict: true }).compile(JSON.parse(stdout) as object)
    const texts = [readFileSync(fileFromReadme('mine.yaml'), 'utf8')]
    texts.push(...builtInExperiments().map((name) => readExperimentSource(name).text))
    for (const text of texts) expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true)
    expect(validate(parse(texts[0]!.replace('learningRate', 'learningrate')))).toBe(false)
  })

  it('has the experiment resolve as it stands', async () => {
    const { experiment } = await loadExperiment(readExperimentSource(fileFromReadme('mine.yaml')))
    expect(experiment.stages[0]).toMatchObject({ optimizer: { use: 'adam', learningRate: 0.003 } })
  })
})
