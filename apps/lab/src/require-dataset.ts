import { type Dataset, HourglassError } from '@hourglass/core'

/**
 * What a data set plugin loaded, where it is one: else every other plugin would stumble over it.
 *
 * @throws HourglassError `plugin-failed`
 */
export function requireDataset(loaded: Dataset, name: string): Dataset {
  const { spec, train, validation, test, hashes } = (loaded ?? {}) as Partial<Dataset>
  const lacking = [
    ['spec.dimensions', Number.isInteger(spec?.dimensions)],
    ['spec.range', spec?.range?.length === 2],
    ...Object.entries({ train, validation, test }).map(
      ([split, given]) =>
        [`${split}.size and ${split}.rows`, Number(given?.size) > 0 && typeof given?.rows === 'function'] as const,
    ),
    ['hashes', typeof hashes === 'object'],
  ].flatMap(([what, there]) => (there === true ? [] : [what]))
  if (lacking.length === 0) return loaded
  throw new HourglassError('plugin-failed', `data set "${name}" has no ${lacking.join(', no ')}`, {
    place: { path: 'dataset' },
    expected: 'a Dataset: name, spec, hashes, and the splits train, validation and test with examples in each',
    remedy: 'a fault of its plugin: testDataset of @hourglass/testing shows where',
  })
}
