import { describe, expect, test } from 'vitest'

import { labelsOf } from './array-labels.js'
import type { Examples } from './examples.js'
import { refusalOf } from './hostile-files.fixture.js'
import { LabelCollector } from './labels.js'
import { mapLabels, requireAllClasses } from './map-labels.js'

const set = (labels: (string | number)[], source = 'some.csv'): Examples => ({
  count: labels.length,
  dimensions: 1,
  values: new Uint8Array(labels.length),
  labels: labelsOf(labels, source),
  source,
})

const mapped = (...labels: (string | number)[][]) => {
  const { labels: found, ...rest } = mapLabels(
    labels.map((each) => set(each)),
    undefined,
  )
  return { ...rest, labels: found.map((each) => [...each]) }
}

describe('classes are counted from 0', () => {
  test('integers keep their order by size; 0 … K − 1 stay what they are, and nothing is noted', () => {
    expect(mapped([2, 0, 1, 0])).toEqual({ classes: 3, labels: [[2, 0, 1, 0]] })
    expect(mapped(['10', '9', '9.0', '+1e1'])).toMatchObject({ classes: 2, labels: [[1, 0, 0, 1]] })
    expect(mapped([-1, 1])).toEqual({
      classes: 2,
      labels: [[0, 1]],
      note: 'the classes 0 … 1 are the labels "-1", "1"',
    })
  })

  test('names by their characters', () => {
    const { classes, labels, note } = mapped(['dog', 'cat', 'dog'])
    expect([classes, labels, note]).toEqual([2, [[1, 0, 1]], 'the classes 0 … 1 are the labels "cat", "dog"'])
  })

  test('alike in all sets, whatever one of them lacks', () => {
    expect(mapped(['a', 'c', 'b'], ['c', 'a']).labels).toEqual([
      [0, 2, 1],
      [2, 0],
    ])
  })

  test('with the number of classes said, integers are taken as they are', () => {
    const { classes, labels } = mapLabels([set([0, 5, 5])], 10)
    expect([classes, [...labels[0]!]]).toEqual([10, [0, 5, 5]])
  })
})

describe('what is refused', () => {
  test.each<[string, (string | number)[], number | undefined, RegExp]>([
    ['one class', [3, 3, 3], undefined, /all labels are the same: "3"/],
    ['beyond the classes', [0, 1, 10], 10, /label of example 3 is "10"/],
    ['below 0', [0, -1], 10, /label of example 2 is "-1"/],
    ['a name where there should be integers', [0, 'one'], 10, /label of example 2 is "one"/],
    ['a fraction', ['0', '0.5'], undefined, /label of example 2 is "0.5"/],
    ['no number', ['0', 'NaN'], undefined, /label of example 2 is "NaN"/],
  ])('%s', async (_, labels, classes, message) => {
    const error = await refusalOf(() => mapLabels([set(labels)], classes))
    expect(error).toMatchObject({ code: 'invalid-labels', place: { source: 'some.csv' } })
    expect(error.message).toMatch(message)
  })

  test('more than 256 classes in one file, and in two together', async () => {
    const labels = (from: number) => Array.from({ length: 200 }, (_, i) => from + i)
    expect((await refusalOf(() => labelsOf([...labels(0), ...labels(200)], 'x'))).message).toMatch(/example 257/)
    expect((await refusalOf(() => mapLabels([set(labels(0)), set(labels(100))], undefined))).message).toMatch(/300/)
    expect(mapLabels([set(Array.from({ length: 256 }, (_, i) => i))], undefined).classes).toBe(256)
  })

  test('a class that is missing from the training split', async () => {
    const labels = Uint8Array.of(0, 1, 2, 0)
    expect((await refusalOf(() => requireAllClasses(labels, [0, 1, 3], 3, 'x'))).message).toMatch(/of class 2 of 3/)
    requireAllClasses(labels, [0, 1, 2], 3, 'x')
  })
})

test('collects more labels than it first has room for', () => {
  const collector = new LabelCollector()
  const labels = Array.from({ length: 5000 }, (_, i) => i % 7)
  for (const label of labels) expect(collector.add(label)).toBe(true)
  const { codes, names } = collector.finish()
  expect(Array.from(codes, (code) => Number(names[code]))).toEqual(labels)
})
