import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Engine, Params, Split, Subject } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import { div, mul, norm, scalar, type Tensor2D } from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { RunDirectory } from './run-directory.js'
import type { RunResult } from './run-result.js'
import { drawVectorField, readVectorFields } from './vector-field.js'
import { writeReport } from './write-report.js'

let directory: RunDirectory
beforeEach(() => {
  directory = new RunDirectory(mkdtempSync(join(tmpdir(), 'hourglass-field-')))
})
afterEach(() => rmSync(directory.path, { recursive: true }))

const FILE = 'vector-fields.json'

/** Three examples of an ellipse in the plane; with more dimensions, their coordinates and zeros. */
function split(dimensions: number): Split {
  const examples = [
    [2, 0],
    [0, 1],
    [-2, 0],
  ]
  const row = (index: number) => Array.from({ length: dimensions }, (_, place) => examples[index]![place] ?? 0)
  return { size: 3, rows: (indices) => Float32Array.from(Array.from(indices).flatMap(row)) }
}

/** r(x) = x/‖x‖: half of θ is twice the unit vector. */
function subjectOf(engine: Subject['engine'], dimensions = 2, factor = 2, manifold?: Float32Array): Subject {
  const [train, validation, test] = [split(dimensions), split(dimensions), split(dimensions)]
  return {
    engine,
    dataset: {
      ...{ name: 'ellipse', spec: { dimensions, range: [-2, 2] }, train, validation, test, hashes: {} },
      ...(manifold && { manifold }),
    },
    model: {
      codeDimensions: 2,
      encoderLayers: [],
      init: () => ({}),
      encode: (_: Params, x: Tensor2D) => div(x, norm(x, 2, 1, true)),
      decode: (_: Params, h: Tensor2D) => mul(h, scalar(factor)),
    },
    loss: { mean: (theta: Tensor2D) => mul(theta, scalar(0.5)) },
    noiseUse: { samples: 1, walkback: 0 },
    regularizers: [],
  } as unknown as Subject
}

describe.each(testEngines())('drawVectorField on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  it('draws from every point of a grid to where the model moves it, and frees what it made', () => {
    const before = engine.tensorCount()
    drawVectorField(directory, subjectOf(engine, 2, 2, Float32Array.of(2, 0, 0, -1)), {})
    expect(engine.tensorCount()).toBe(before)
    const [field, ...none] = readVectorFields(directory)
    expect(none).toEqual([])
    expect(field!.points).toEqual([
      [2, 0],
      [0, 1],
      [-2, 0],
    ])
    expect(field!.manifold).toEqual([
      [2, 0],
      [0, -1],
    ])
    // 4 × 2, and 8 % of 4 at each side; squares of 4.64/30.
    expect(field!.x).toEqual([-2.32, 2.32])
    expect(field!.y).toEqual([-1.32, 1.32])
    expect(field!.arrows).toHaveLength(30 * 17)
    for (const [x, y, dx, dy] of field!.arrows) {
      expect(x + dx).toBeCloseTo(x / Math.hypot(x, y), 3)
      expect(y + dy).toBeCloseTo(y / Math.hypot(x, y), 3)
    }
    const columns = [...new Set(field!.arrows.map(([x]) => x))]
    expect(columns).toHaveLength(30)
    expect(columns[0]! - -2.32).toBeCloseTo(4.64 / 60, 4)
    expect(columns[29]!).toBeCloseTo(2.32 - 4.64 / 60, 4)
  })

  it('writes nothing for examples that are not in a plane', () => {
    drawVectorField(directory, subjectOf(engine, 3), {})
    expect(existsSync(directory.file(FILE))).toBe(false)
    expect(readVectorFields(directory)).toEqual([])
  })

  it('keeps what is not finite as NaN', () => {
    drawVectorField(directory, subjectOf(engine, 2, Number.NaN), {})
    const [field] = readVectorFields(directory)
    expect(field!.arrows[0]).toEqual([expect.any(Number), expect.any(Number), Number.NaN, Number.NaN])
    expect(field).not.toHaveProperty('manifold')
  })
})

describe('a run’s report', () => {
  const FIELD = { title: 'T', caption: 'C', x: [0, 1], y: [0, 1], points: [[0, 0]], arrows: [[0, 0, 1, null]] }
  const RESULT = { id: 'a', name: 'n', rows: [], stages: [], timings: [], notes: [] } as unknown as RunResult
  const report = (content?: string) => {
    for (const [name, text] of Object.entries({ 'experiment.yaml': 'name: n', 'environment.json': '{}' }))
      writeFileSync(directory.file(name), text)
    writeFileSync(directory.file('figures.json'), '[]')
    if (content !== undefined) writeFileSync(directory.file(FILE), content)
    return readFileSync(writeReport(directory, RESULT), 'utf8')
  }

  it('shows the field, and is there without one', () => {
    expect(report()).not.toContain('Vector field')
    expect(report(JSON.stringify([FIELD]))).toContain('1 of 1 are not finite')
  })

  it.each([
    ['[{"title"', 'damaged'],
    ['5', FILE],
    ['[5]', FILE],
    [JSON.stringify([{ ...FIELD, title: 5 }]), FILE],
    [JSON.stringify([{ ...FIELD, x: [1, 0] }]), 'low, then high'],
    [JSON.stringify([{ ...FIELD, points: [[0]] }]), FILE],
    [JSON.stringify([{ ...FIELD, arrows: [['<b>', 0, 0, 0]] }]), FILE],
    [JSON.stringify([{ ...FIELD, manifold: 'line' }]), FILE],
    [JSON.stringify([{ ...FIELD, script: 'x' }]), FILE],
  ])('refuses %s', (content, message) => {
    expect(() => report(content)).toThrow(
      expect.objectContaining({ code: 'not-a-run', message: expect.stringContaining(message) as string }) as Error,
    )
  })
})
