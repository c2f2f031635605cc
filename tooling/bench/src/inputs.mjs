// What all contestants start from, written once as raw little-endian numbers: digits, labels, initial weights.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { mnist10k } from '@hourglass/datasets'
import { createCpuEngine } from '@hourglass/engine'

import { parametersOf } from './network.mjs'

const SEED = 'bench'
const SIDE = 28
/** Side of the squares that the tiny net's pixels are means of. */
const POOL = 7

/** A folder of files; `weights(row)` writes those of a row and gives the path. */
export async function createInputs() {
  const { random } = await createCpuEngine()
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-bench-'))
  const { train } = await mnist10k({ seed: 0 }).load()
  const digits = train.rows(Int32Array.from({ length: train.size }, (_, place) => place))
  const file = async (name, values) => {
    const path = join(folder, name)
    await writeFile(path, new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    return path
  }
  const data = { 784: await file('digits.f32', digits), 16: await file('pooled.f32', pooled(digits)) }
  const labels = await file('labels.i32', Int32Array.from(train.labels))
  return {
    folder,
    async files(row) {
      return { weights: await file(`${row.id}.f32`, initialWeights(row, random)), data: data[row.dimensions], labels }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function initialWeights(row, random) {
  const parameters = parametersOf(row)
  const values = parameters.map(({ name, shape, radius }) => {
    const length = shape.reduce((product, side) => product * side, 1)
    if (radius === 0) return new Float32Array(length)
    const key = random.fold(random.key(SEED), name)
    return random.uniform(key, [length], -radius, radius).dataSync()
  })
  const all = new Float32Array(values.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of values) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** 28 × 28 pixels → 4 × 4 means. */
function pooled(digits) {
  const across = SIDE / POOL
  const result = new Float32Array((digits.length / (SIDE * SIDE)) * across * across)
  for (const [place, value] of digits.entries()) {
    const [column, row, digit] = [place % SIDE, Math.floor(place / SIDE) % SIDE, Math.floor(place / (SIDE * SIDE))]
    result[(digit * across + Math.floor(row / POOL)) * across + Math.floor(column / POOL)] += value / (POOL * POOL)
  }
  return result
}
