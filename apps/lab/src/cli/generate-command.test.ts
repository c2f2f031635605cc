import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { hourglass } from './hourglass-process.fixture.js'

describe('hourglass generate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-generate-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const runs: Record<string, string> = {}

  beforeAll(async () => {
    const small = ['stages[0].epochs=1', 'model.hidden=[8]', 'baselines=[]', 'metrics=[]']
    for (const [name, more] of [
      ['denoising', []],
      ['plain', ['noise={ use: masking, fraction: 0 }']],
      ['variational', ['model={ use: variational, latent: 2, hidden: [16] }']],
    ] as const) {
      const settings = [...small, `name=${name}`, ...more].flatMap((setting) => ['--set', setting])
      const { code, stderr } = await hourglass(['run', 'quickstart', '--engine', 'wasm', '--runs', folder, ...settings])
      expect(code, stderr).toBe(0)
      runs[name] = join(
        folder,
        readdirSync(folder).find((run) => run.startsWith(`${name}-`))!,
      )
    }
  })
  const generate = (...args: string[]) => hourglass(['generate', ...args, '--engine', 'wasm'])

  it.each(['denoising', 'variational'])('draws pictures from a %s model', async (name) => {
    const out = join(folder, `${name}.png`)
    const { code, stdout } = await generate(runs[name]!, '--count', '40', '--steps', '3', '--out', out)
    expect(code).toBe(0)
    expect(stdout.trim()).toBe(out)
    const png = readFileSync(out)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    // Width and height, of 2 rows of 20 digits.
    expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(20 * 28)
    expect(png.readUInt32BE(20)).toBeGreaterThanOrEqual(2 * 28)
  })

  it('writes numbers within the range of the data, the same for the same seed', async () => {
    const draw = async (seed: string) => {
      const out = join(folder, `${seed}.csv`)
      await generate(runs['variational']!, '--count', '3', '--seed', seed, '--out', out)
      return readFileSync(out, 'utf8').trim()
    }
    const first = await draw('1')
    const rows = first.split('\n').map((row) => row.split(',').map(Number))
    expect(rows.map((row) => row.length)).toEqual([784, 784, 784])
    expect(rows.flat().every((x) => x >= 0 && x <= 1)).toBe(true)
    expect(await draw('1')).toBe(first)
    expect(await draw('2')).not.toBe(first)
  })

  it.each([
    ['a folder that is no run', () => [folder], /not the folder of a finished run|no experiment/],
    ['an ending it cannot write', () => [runs['denoising']!, '--out', 'x.jpeg'], /a \.png or a \.csv file/],
    ['a count that is no number', () => [runs['denoising']!, '--count', 'many'], /whole number/],
  ])('refuses %s', async (_, args, message) => {
    const { code, stderr } = await generate(...args())
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('refuses a model without a way to generate, and says what has one', async () => {
    const file = join(runs['plain']!, 'experiment.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/^noise:\n(?: {2}.*\n)+/m, ''))
    const { code, stderr } = await generate(runs['plain']!)
    expect(code).toBe(2)
    expect(stderr).toMatch(/cannot generate/)
    expect(stderr).toMatch(/trained with a noise/)
  })
})
