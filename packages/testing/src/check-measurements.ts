import type { Curve, Matrix, Measurement } from '@hourglass/core'
import { expect } from 'vitest'

/** Relative to the reference where that is larger than this. */
const FLOOR = 1e-3

/** What every measurement must be, whatever it measures. */
export function expectWellFormed(measurements: readonly Measurement[]): void {
  expect(measurements.length, 'a metric gives at least one measurement').toBeGreaterThan(0)
  const names = measurements.map(({ name }) => name)
  expect(new Set(names).size, `the names are not unique: ${names}`).toBe(names.length)
  for (const { name, label, unit, value, better, curve, matrix } of measurements) {
    expect(name, 'a name is kebab-case, it stands in result.json').toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(label.trim(), `${name} has no label`).not.toBe('')
    expect(typeof unit, `the unit of ${name} is text, '' where it has none`).toBe('string')
    expect(['lower', 'higher', 'neither'], `\`better\` of ${name}`).toContain(better)
    expect(Number.isFinite(value), `${name} is ${value}: a metric gives a finite number or throws`).toBe(true)
    if (curve !== undefined) expectCurve(name, curve)
    if (matrix !== undefined) expectMatrix(name, matrix)
  }
}

function expectMatrix(name: string, { rows, columns, values }: Matrix): void {
  for (const side of [rows, columns]) {
    expect(side.label.trim(), `a side of the matrix of ${name} has no label`).not.toBe('')
    expect(side.names.length, `the matrix of ${name} is empty`).toBeGreaterThan(0)
    for (const each of side.names)
      expect(each.trim(), `a row or column of the matrix of ${name} has no name`).not.toBe('')
    expect(new Set(side.names).size, `names in the matrix of ${name} are not unique: ${side.names}`).toBe(
      side.names.length,
    )
  }
  expect(values.length, `the matrix of ${name} has ${rows.names.length} names of rows`).toBe(rows.names.length)
  for (const row of values) {
    expect(row.length, `the matrix of ${name} has ${columns.names.length} names of columns`).toBe(columns.names.length)
    for (const value of row) expect(value, `the matrix of ${name} is not finite`).toSatisfy(Number.isFinite)
  }
}

function expectCurve(name: string, { x, y }: Curve): void {
  expect(y.values.length, `the curve of ${name} has ${x.values.length} x and ${y.values.length} y`).toBe(
    x.values.length,
  )
  expect(x.values.length, `the curve of ${name} has no points`).toBeGreaterThan(0)
  for (const axis of [x, y]) {
    expect(axis.label.trim(), `an axis of the curve of ${name} has no label`).not.toBe('')
    for (const value of axis.values) expect(value, `the curve of ${name} is not finite`).toSatisfy(Number.isFinite)
  }
  const ascending = x.values.every((value, place) => place === 0 || x.values[place - 1]! <= value)
  expect(ascending, `the x of the curve of ${name} go back and forth: a line is drawn through them in order`).toBe(true)
}

/** All that a table or a page shows of measurements besides their numbers. */
export function headings(measurements: readonly Measurement[]): object[] {
  return measurements.map(({ name, label, unit, better, curve, matrix }) => ({
    ...{ name, label, unit, better },
    curve: curve && [curve.x.label, curve.y.label],
    matrix: matrix && [matrix.rows.label, matrix.columns.label],
  }))
}

/** Numbers agree with a reference, which may leave some out; relative to the reference, absolutely where that is near 0. */
export function expectClose(
  found: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
  tolerance: number,
  source: string,
): void {
  for (const [name, value] of Object.entries(expected)) {
    expect(Object.keys(found), `${source} has a ${name}, which is not measured`).toContain(name)
    const error = Math.abs(found[name]! - value) / Math.max(Math.abs(value), FLOOR)
    expect(error, `${name} is ${found[name]}, but ${value} by ${source}`).toBeLessThanOrEqual(tolerance)
  }
}

/** Values by name; those of curves by name, axis and place, those of matrices by name and places. */
export function numbersIn(measurements: readonly Measurement[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const { name, value, curve, matrix } of measurements) {
    all[name] = value
    for (const axis of ['x', 'y'] as const)
      curve?.[axis].values.forEach((value, place) => (all[`${name} ${axis}[${place}]`] = value))
    for (const [row, values] of matrix?.values.entries() ?? [])
      for (const [column, value] of values.entries()) all[`${name}[${row}][${column}]`] = value
  }
  return all
}
