import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

import { HourglassError } from '@hourglass/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { encodeIdx } from './encode-idx.js'
import { MNIST_FILES } from './mnist-files.js'
import { officialLength, openOfficial } from './official-file.js'

const data = Uint8Array.from({ length: 24 }, (_, place) => place * 10)
const content = encodeIdx({ dimensions: [2, 3, 4], data })
const file = {
  name: 'images-idx3-ubyte',
  dimensions: [2, 3, 4],
  sha256: createHash('sha256').update(content).digest('hex'),
}

test('knows the length of the official files', () => {
  // The sizes that the MNIST page's format description gives.
  expect(officialLength(MNIST_FILES.trainImages)).toBe(47_040_016)
  expect(officialLength(MNIST_FILES.testLabels)).toBe(10_008)
})

test('opens raw and compressed files alike', async () => {
  for (const bytes of [content, gzipSync(content), gzipSync(content, { level: 0 })])
    await expect(openOfficial(file, bytes, 'x')).resolves.toMatchObject({ dimensions: [2, 3, 4] })
  expect((await openOfficial(file, gzipSync(content), 'x')).data).toEqual(Buffer.from(data))
})

test('content that is not the official one is refused with both hashes', async () => {
  const changed = content.with(20, 99)
  await expect(openOfficial(file, changed, 'a/file')).rejects.toMatchObject({
    code: 'wrong-content',
    place: { source: 'a/file' },
    message: expect.stringContaining(createHash('sha256').update(changed).digest('hex')),
    expected: expect.stringContaining(file.sha256),
    remedy: expect.stringContaining('delete it'),
  })
})

test('an array of another shape is refused by its shape', async () => {
  const other = encodeIdx({ dimensions: [4, 3, 2], data })
  await expect(openOfficial(file, other, 'x')).rejects.toThrow('this holds 4 × 3 × 2 unsigned bytes')
})

test('a compressed file that would fill the memory is stopped at the length of the right one', async () => {
  const bomb = gzipSync(new Uint8Array(64 << 20))
  expect(bomb.length).toBeLessThan(100_000)
  await expect(openOfficial(file, bomb, 'bomb.gz')).rejects.toMatchObject({
    code: 'invalid-gzip',
    message: 'the compressed file unpacks to more than 40 bytes',
  })
})

test('a compressed file that is cut short is refused', async () => {
  await expect(openOfficial(file, gzipSync(content).subarray(0, -12), 'x.gz')).rejects.toMatchObject({
    code: 'invalid-gzip',
    message: expect.stringContaining('damaged or cut short'),
    place: { source: 'x.gz' },
  })
})

test('whatever is done to a file, its content is the official one or it is refused', { timeout: 60_000 }, async () => {
  const whole = fc.constantFrom<Uint8Array>(content, gzipSync(content))
  const damage = fc.tuple(whole, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.boolean())
  await fc.assert(
    fc.asyncProperty(damage, async ([bytes, at, other, cut]) => {
      const place = at % bytes.length
      const kept = bytes.subarray(0, place)
      const copy = cut ? kept : Uint8Array.from([...kept, ...other, ...bytes.subarray(place + other.length)])
      try {
        expect(Uint8Array.from((await openOfficial(file, copy, 'x')).data)).toEqual(data)
      } catch (error) {
        if (!(error instanceof HourglassError)) throw error
      }
    }),
    { numRuns: 2000 },
  )
})
