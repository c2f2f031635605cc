import type { Engine } from '@hourglass/core'
import { backend, dispose, type KernelBackend, memory, type TensorContainer } from '@tensorflow/tfjs-core'

/**
 * How many tensors, or pieces of their data, three calls of `action` leave behind besides their result: 0, or something
 * leaks. The result is disposed of. Wrap `action` in `tidy` where its contract leaves what is in between to the caller.
 *
 * One call goes before the count, for what is made once and kept. The engine must be the current one.
 */
export async function leakedTensors(engine: Engine, action: () => unknown): Promise<number> {
  const run = async () => dispose((await action()) as TensorContainer)
  await run()
  const before = counts(engine)
  for (let time = 0; time < 3; time++) await run()
  return Math.max(...counts(engine).map((count, which) => count - before[which]!))
}

/** The engine's tensors, the tensor library's tensors, their data, and the backend's own list of data. */
function counts(engine: Engine): readonly number[] {
  const { numTensors, numDataBuffers } = memory()
  return [engine.tensorCount(), numTensors, numDataBuffers, (backend() as KernelBackend).numDataIds()]
}
