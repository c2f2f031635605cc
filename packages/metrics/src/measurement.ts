import { HourglassError, type Measurement } from '@hourglass/core'

/**
 * A measurement that says no more than its number.
 *
 * @throws HourglassError `diverged` where the number, or one of its curve or matrix, is NaN or infinite
 */
export function measurement(
  name: string,
  label: string,
  value: number,
  more: Partial<Pick<Measurement, 'unit' | 'better' | 'curve' | 'matrix'>> = {},
): Measurement {
  const { unit = '', better = 'neither', curve, matrix } = more
  requireFinite(name, [value, ...(curve?.y.values ?? []), ...(matrix?.values.flat() ?? [])])
  return { name, label, value, unit, better, ...(curve && { curve }), ...(matrix && { matrix }) }
}

/** @throws HourglassError `diverged` */
export function requireFinite(name: string, values: Iterable<number>): void {
  for (const value of values)
    if (!Number.isFinite(value))
      throw new HourglassError('diverged', `the measured ${name} is ${value}`, {
        expected: 'a finite number',
        remedy: 'the parameters have diverged: try a smaller learning rate',
      })
}
