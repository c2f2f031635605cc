import { HourglassError } from '@hourglass/core'
import * as fc from 'fast-check'
import { expect } from 'vitest'

/** As many as the project asks for. */
export const FUZZ_RUNS = 10_000

/** The refusal of what cannot be read; a refusal says what is wrong, where, what was expected and how to mend it. */
export async function refusalOf(action: () => unknown): Promise<HourglassError> {
  try {
    await action()
  } catch (error) {
    checkRefusal(error)
    return error as HourglassError
  }
  throw new Error('it was accepted')
}

/** Fails for any other error than a complete HourglassError. */
export function checkRefusal(error: unknown): void {
  if (!(error instanceof HourglassError)) throw error
  expect(error.place?.source ?? error.place?.path, error.message).toBeTruthy()
  expect(error.expected, error.message).toBeTruthy()
  expect(error.remedy, error.message).toBeTruthy()
}

/** What an action gives, or undefined where it refuses; any other error is thrown on. */
export function parsedOrRefused<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    checkRefusal(error)
    return undefined
  }
}

const change = fc.record({
  how: fc.constantFrom('flip', 'set', 'cut', 'drop', 'insert', 'repeat'),
  at: fc.nat(),
  size: fc.integer({ min: 1, max: 40 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
})

/** Damaged copies of valid files, one to three changes each: bits flipped, bytes set, cut off, dropped, inserted, twice. */
export function damagedCopies(valid: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...valid), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([file, changes]) => {
      let copy: Uint8Array = file
      for (const { how, at, size, bytes } of changes) {
        const place = copy.length === 0 ? 0 : at % copy.length
        const [before, after] = [copy.subarray(0, place), copy.subarray(place)]
        if (how === 'flip' && copy.length > 0) copy = copy.with(place, copy[place]! ^ (1 << (bytes[0]! & 7)))
        if (how === 'set') copy = joined(before, bytes.subarray(0, after.length), after.subarray(bytes.length))
        if (how === 'cut') copy = before
        if (how === 'drop') copy = joined(before, after.subarray(size))
        if (how === 'insert') copy = joined(before, bytes, after)
        if (how === 'repeat') copy = joined(before, after.subarray(0, size), after)
      }
      return copy
    })
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}
