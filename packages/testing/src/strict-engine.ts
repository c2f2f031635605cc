import type { Engine, Random } from '@hourglass/core'
import { Tensor } from '@tensorflow/tfjs-core'

const READS = ['dataSync', 'data', 'arraySync', 'array', 'bytesSync', 'bytes', 'bufferSync', 'buffer'] as const

/**
 * An engine whose compiled steps may read nothing to the host: where steps are traced into a graph, what was read would
 * be frozen. Its own random numbers may look into a key; a plugin's `dataSync` throws.
 */
export function strictEngine(engine: Engine): Engine {
  let drawing = 0
  const random = Object.fromEntries(
    Object.entries(engine.random).map(([name, draw]) => [
      name,
      (...args: unknown[]) => {
        drawing++
        try {
          return (draw as (...args: unknown[]) => unknown)(...args)
        } finally {
          drawing--
        }
      },
    ]),
  ) as unknown as Random
  return {
    ...engine,
    random,
    compile: (step) =>
      engine.compile((inputs) =>
        withoutReads(
          () => drawing > 0,
          () => step(inputs),
        ),
      ),
  }
}

/** Runs an action in which tensors cannot be read, unless `allowed` says so at that moment. */
function withoutReads<Result>(allowed: () => boolean, action: () => Result): Result {
  const prototype = Tensor.prototype as unknown as Record<string, (...args: unknown[]) => unknown>
  const originals = READS.map((name) => [name, prototype[name]!] as const)
  for (const [name, read] of originals)
    prototype[name] = function (this: Tensor, ...args: unknown[]) {
      if (allowed()) return read.apply(this, args)
      throw new Error(
        `${name}() reads a tensor to the host inside a step: a compiled step would keep that one value for ever. ` +
          'Compute with tensors alone.',
      )
    }
  try {
    return action()
  } finally {
    for (const [name, read] of originals) prototype[name] = read
  }
}
