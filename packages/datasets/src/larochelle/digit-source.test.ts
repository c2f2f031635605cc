import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { sha256 } from '../sha256.js'
import { digitSource } from './digit-source.js'

const data = process.env['HOURGLASS_DATA'] ?? ''
const present = ['', 'mnist'].some((folder) =>
  ['', '.gz'].some((ending) => existsSync(join(data, folder, `train-images-idx3-ubyte${ending}`))),
)

test('mnist-10k: the digits that come with the installation, by the hashes that are told', async () => {
  const { count, hashes, read } = digitSource('mnist-10k')
  const { pixels, labels } = await read(() => {})
  expect([count, labels.length, pixels.length]).toEqual([10_000, 10_000, 7_840_000])
  expect(hashes).toEqual({ 'mnist-10k images': sha256(pixels), 'mnist-10k labels': sha256(labels) })
})

test('a folder that is none is told of', async () => {
  const { read } = digitSource('mnist', '/nowhere')
  await expect(read(() => {})).rejects.toMatchObject({ code: 'missing-folder' })
})

test.runIf(data !== '' && present)('mnist: all 70,000, those of the training files first', async () => {
  const { count, hashes, read } = digitSource('mnist')
  const { pixels, labels } = await read(() => {})
  expect([count, labels.length, pixels.length]).toEqual([70_000, 70_000, 54_880_000])
  // The first ten labels of the training file, and the first five of the test file.
  expect([...labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
  expect([...labels.subarray(60_000, 60_005)]).toEqual([7, 2, 1, 0, 4])
  // An IDX file of labels is eight bytes of header, and the labels.
  const header = Uint8Array.of(0, 0, 8, 1, 0, 0, 39, 16)
  expect(sha256(Buffer.concat([header, labels.subarray(60_000)]))).toBe(hashes['t10k-labels-idx1-ubyte'])
})
