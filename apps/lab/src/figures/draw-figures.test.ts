import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { CLUSTER_CENTRES, type Engine } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { add, fill, mul, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'
import { decode } from 'fast-png'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { RunDirectory } from '../run-directory.js'
import type { RunResult } from '../run-result.js'
import { writeReport } from '../write-report.js'
import { drawFigures } from './draw-figures.js'
import type { FigureRecord } from './figure.js'
import { readCompression, readScatters } from './plain-figures.js'
import { QUARTERS, linearModel, toySubject, type ToyParts } from './scene.fixture.js'

let directory: RunDirectory
beforeEach(() => {
  directory = new RunDirectory(mkdtempSync(join(tmpdir(), 'hourglass-figures-')))
})
afterEach(() => rmSync(directory.path, { recursive: true }))

const ROWS = Array.from({ length: 24 }, (_, step) => [step / 24, 1 - step / 24, (step % 5) / 5, (step % 7) / 7])
const LABELS = ROWS.map((_, step) => step % 3)
const NARROW = linearModel(
  [
    [1, 0],
    [0, 1],
    [0, 0],
    [0, 1],
  ],
  [
    [1, 0, 0, 0],
    [0, 1, 0, 1],
  ],
)
const NOISE = { corrupt: (x: Tensor2D) => add(mul(x, 0.5), 0.1) as Tensor2D }
const never = new AbortController().signal

describe.each(testEngines())('drawFigures on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  async function draw(parts: Partial<ToyParts>, withCentres = false, signal = never) {
    const subject = toySubject(engine, { rows: ROWS, labels: LABELS, image: QUARTERS, model: NARROW, ...parts })
    const params = {
      ...subject.model.init(undefined as never),
      ...(withCentres && {
        [CLUSTER_CENTRES]: tensor2d([
          [0.2, 0.5],
          [0.7, 0.4],
        ]),
      }),
    }
    const key = engine.random.key(1)
    const drawn = () => drawFigures(directory, subject, params, key, signal)
    const notes = await drawn()
    const records = JSON.parse(readFileSync(directory.file('figures.json'), 'utf8')) as FigureRecord[]
    return { notes, records, drawn }
  }

  function page(): string {
    const result = { id: 'a', name: 'n', rows: [], stages: [], timings: [], notes: [] } as unknown as RunResult
    writeFileSync(directory.file('experiment.yaml'), 'name: n')
    writeFileSync(directory.file('environment.json'), '{}')
    return readFileSync(writeReport(directory, result), 'utf8')
  }

  it('draws all that there is to draw, and the page shows it', async () => {
    const { notes, records } = await draw({ noise: NOISE }, true)
    expect(notes).toEqual([])
    expect(records.map(({ file }) => file)).toEqual([
      ...['reconstructions.png', 'denoising.png', 'latent-plane.png', 'interpolations.png', 'clusters.png'],
      ...['generated.png', 'filters.png'],
    ])
    for (const { file, width, height, rowLabels } of records) {
      expect(decode(readFileSync(directory.file(file)))).toMatchObject({ width, height })
      // Pictures of 2 pixels, `scale` of the file to each, and as wide a gap: a label for each row of them.
      if (rowLabels) expect([2, 3].map((scale) => (height + scale) / (3 * scale))).toContain(rowLabels.length)
    }
    expect(readScatters(directory)).toHaveLength(1)
    expect(readCompression(directory)[0]!.lines).toHaveLength(2)
    const html = page()
    for (const { title } of records) expect(html).toContain(`<strong>${title}</strong>`)
    for (const part of ['Codes of test examples', 'centres of clusters', 'Compression', 'bits per pixel'])
      expect(html).toContain(part)
  })

  it('frees what it made', async () => {
    // Without a noise: a compiled chain keeps what it was compiled to.
    const { drawn } = await draw({}, true)
    expect(await leakedTensors(engine, drawn)).toBe(0)
  })

  it('of examples that are no pictures draws their codes alone', async () => {
    const { image: _, ...none } = { image: QUARTERS }
    const subject = toySubject(engine, { rows: ROWS, model: NARROW, ...none })
    expect(await drawFigures(directory, subject, {}, engine.random.key(1), never)).toEqual([])
    expect(readdirSync(directory.path).toSorted()).toEqual(['codes.json', 'figures.json'])
    expect(readScatters(directory)[0]!.groups).toMatchObject([{ label: 'examples' }])
    expect(page()).toContain('Codes of test examples')
  })

  it('leaves the plane out where a code is one number', async () => {
    const { notes, records } = await draw({ model: linearModel([[1], [0], [0], [0]], [[1, 0, 0, 0]]) })
    expect(notes).toEqual([])
    expect(records.map(({ file }) => file)).not.toContain('latent-plane.png')
    expect(readScatters(directory)).toEqual([])
    expect(page()).not.toContain('Codes of test examples')
  })

  it('says how many pictures are not finite, and how many errors', async () => {
    const model = { ...NARROW, decode: (_: unknown, h: Tensor2D) => fill([h.shape[0], 4], Number.NaN) as Tensor2D }
    const { notes, records } = await draw({ model })
    expect(notes).toEqual([])
    expect(records[0]!.caption).toContain('12 of 24 pictures hold values that are not finite')
    const magenta = decode(readFileSync(directory.file('reconstructions.png'))).data.slice(-4)
    expect([...magenta]).toEqual([255, 0, 255, 255])
    expect(page()).toContain('this model: 8 of 8 values are not finite')
  })

  it('draws codes that are not finite nowhere', async () => {
    const model = { ...NARROW, encode: (_: unknown, x: Tensor2D) => fill([x.shape[0], 2], Infinity) as Tensor2D }
    expect((await draw({ model })).notes).toEqual([])
    expect(readScatters(directory)).toEqual([])
    expect(page()).toContain('Reconstructions')
  })

  it('tells a figure that cannot be drawn, and draws the others', async () => {
    const noise = {
      corrupt(): Tensor2D {
        throw new Error('no noise today')
      },
    }
    const { notes, records } = await draw({ noise })
    expect(notes).toEqual([
      'The figure “Denoising” could not be drawn: no noise today',
      'The figure “Generated” could not be drawn: no noise today',
    ])
    expect(records.map(({ file }) => file)).toEqual([
      ...['reconstructions.png', 'latent-plane.png', 'interpolations.png', 'filters.png'],
    ])
  })

  it('tells a model that cannot encode, and the page is there', async () => {
    const model = {
      ...NARROW,
      encode(): Tensor2D {
        throw new Error('no codes today')
      },
    }
    const { notes, records } = await draw({ model })
    expect(notes).toEqual(['The figure “Codes” could not be drawn: no codes today'])
    expect(records).toEqual([])
    expect(page()).not.toContain('<h2>Pictures</h2>')
  })

  it('hears Ctrl-C', async () => {
    const signal = AbortSignal.abort(new Error('stopped'))
    await expect(draw({}, false, signal)).rejects.toThrow('stopped')
  })

  it('draws a single example', async () => {
    const { notes } = await draw({ rows: [[0, 0.5, 1, 0]], labels: [0] })
    expect(notes).toEqual([])
    expect(page()).toContain('Reconstructions')
  })
})
