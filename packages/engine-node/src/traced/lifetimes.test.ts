import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import type { Engine } from '@hourglass/core'
import {
  add,
  backend,
  clone,
  dispose,
  matMul,
  mul,
  reshape,
  scalar,
  square,
  type Tensor,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../load-tfjs-node.js'
import { createNodeEngine } from '../node-engine.js'
import type { TensorFlowBackend } from '../tensorflow-backend.js'
import { tracedCompile } from './traced-compile.js'

type One = {
  x: Tensor
}

describe.skipIf(nativeUnusableReason() !== undefined)('lifetimes of a compiled step', () => {
  let engine: Engine
  let graphs: () => number
  let refusals: string[] = []
  const options = { refused: (reason: string) => void refusals.push(reason) }
  let traced: ReturnType<typeof tracedCompile>
  beforeAll(async () => {
    engine = await createNodeEngine()
    const tensorflow = backend() as unknown as TensorFlowBackend & { binding: { getNumOfSavedModels(): number } }
    graphs = () => tensorflow.binding.getNumOfSavedModels()
    traced = tracedCompile(tensorflow, options)
  })
  afterEach(() => {
    refusals = []
    traced.release()
    expect(graphs()).toBe(0)
  })

  const numbers = ({ x }: One): number[] => [...x.dataSync()]
  /** Counted from now on: tfjs-node uploads a tensor when it is first used. */
  const uploaded = (values: number[]): Tensor => tidy(() => add(tensor1d(values), 0))
  /** The tensors that an action leaves behind. */
  const left = (action: () => void): number => {
    const before = engine.tensorCount()
    action()
    return engine.tensorCount() - before
  }

  it('has one graph for each shape, until it is released; then it begins anew', () => {
    const step = traced.compile(({ x }: One) => ({ x: square(x) }))
    expect(graphs()).toBe(0)
    for (const rows of [1, 2, 3, 1, 2, 3]) dispose(step({ x: tensor1d(Array(rows).fill(2)) }))
    expect(graphs()).toBe(3)
    traced.release()
    expect(graphs()).toBe(0)
    expect(numbers(step({ x: scalar(3) }))).toEqual([9])
    expect(numbers(step({ x: tensor1d([2]) }))).toEqual([4])
  })

  it('releases its graphs when nobody holds it any more', async () => {
    const use = (): void => {
      const step = traced.compile(({ x }: One) => ({ x: square(x) }))
      for (const rows of [1, 2]) dispose(step({ x: tensor1d(Array<number>(rows).fill(2)) }))
    }
    use()
    expect(graphs()).toBe(2)
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    for (let turn = 0; turn < 100 && graphs() > 0; turn++) {
      collectGarbage()
      await setImmediate()
    }
    expect(graphs()).toBe(0)
  })

  it('has no graph for more than 16 shapes, and runs them eagerly, which it says once', () => {
    const step = traced.compile(({ x }: One) => ({ x: square(x) }))
    for (let size = 1; size <= 20; size++)
      expect(numbers(step({ x: tensor1d(Array(size).fill(size)) }))[0]).toBe(size ** 2)
    expect(graphs()).toBe(16)
    expect(refusals).toEqual([expect.stringContaining('more than 16 combinations of shapes')])
  })

  describe.each([
    ['a clone', ({ x }: One) => ({ x: clone(x) })],
    ['a reshape to its own shape', ({ x }: One) => ({ x: reshape(x, x.shape) })],
  ])('%s of an input', (_, copy) => {
    it('may be disposed of without the input, and outlives it', () => {
      const step = traced.compile(copy)
      const x = tensor1d([1, 2])
      for (let call = 1; call <= 5; call++) step({ x }).x.dispose()
      expect(x.isDisposed).toBe(false)
      const kept = step({ x })
      x.dispose()
      expect(numbers(kept)).toEqual([1, 2])
      expect(refusals).toEqual([])
    })
  })

  it('an input that is handed on is the same tensor', () => {
    const step = traced.compile(({ x }: One) => ({ x, y: add(x, 1) }))
    const x = tensor1d([1, 2])
    for (let call = 1; call <= 5; call++) expect(step({ x }).x).toBe(x)
  })

  it('a captured tensor that is handed out stays as it was', () => {
    const table = tensor1d([1, 2])
    const step = traced.compile(({ x }: One) => ({ x: mul(x, 2), table }))
    for (let call = 1; call <= 5; call++) {
      const outputs = step({ x: scalar(call) })
      expect([...outputs.table.dataSync()]).toEqual([1, 2])
      outputs.x.dispose()
    }
    expect(table.isDisposed).toBe(false)
  })

  describe('leaves no tensor behind', () => {
    it('over 1,000 steps', () => {
      const step = traced.compile(({ x }: One) => ({ x: mul(x, 0.99), y: square(x) }))
      let x: Tensor = tensor1d([1, 2])
      const once = (): void => {
        const outputs = step({ x })
        dispose([x, outputs.y])
        x = outputs.x
      }
      for (let warmUp = 0; warmUp < 3; warmUp++) once()
      expect(
        left(() => {
          for (let call = 0; call < 1000; call++) once()
        }),
      ).toBe(0)
    })

    it.each([1, 2, 3])('after an error in call %i', (failing) => {
      let runs = 0
      const step = traced.compile(({ x }: One) => {
        const y = square(matMul(tensor2d([[1, 2]]), tensor2d([[1], [2]])))
        // The first call runs the step twice.
        if (++runs === failing) throw new Error('thrown by the step')
        return { x: add(x, y) }
      })
      const x = uploaded([1, 2])
      expect(
        left(() => {
          for (let call = 1; call <= 3; call++)
            try {
              step({ x }).x.dispose()
            } catch (error) {
              expect(error).toMatchObject({ message: 'thrown by the step' })
            }
        }),
      ).toBe(0)
    })

    it('after a refusal, told or thrown', () => {
      const throwing = tracedCompile(backend() as unknown as TensorFlowBackend, {
        refused: (reason) => {
          throw new Error(reason)
        },
      })
      let number = 0
      const impure = [
        ({ x }: One) => ({ x: mul(x, ++number), y: square(x) }),
        ({ x }: One) => ({ x: mul(x, scalar(square(x).dataSync()[0]!)) }),
        ({ x }: One) => ({ x: tensor1d([...square(x).dataSync()]) }),
      ]
      for (const { compile } of [traced, throwing])
        for (const each of impure) {
          const step = compile(each)
          const x = uploaded([1, 2])
          expect(
            left(() => {
              for (let call = 1; call <= 4; call++)
                try {
                  dispose(step({ x }) as { x: Tensor })
                } catch (error) {
                  expect((error as Error).message).toMatch(/reads a value|changed/)
                }
            }),
          ).toBe(0)
        }
      expect(refusals).toHaveLength(3)
    })
  })

  it('refuses where the step catches the error of a read', () => {
    const step = traced.compile(({ x }: One) => {
      let value = 0
      try {
        value = x.dataSync()[0]!
      } catch {
        value = -1
      }
      return { x: mul(x, value) }
    })
    for (const value of [2, 3, 4, 5]) expect(numbers(step({ x: scalar(value) }))).toEqual([value ** 2])
    expect(refusals).toEqual([expect.stringMatching(/reads a value to the host at .*lifetimes\.test\.ts:\d+/)])
  })

  it('a compiled step within another becomes part of its graph, and is compiled by itself as well', () => {
    let runs = 0
    const inner = traced.compile(({ x }: One) => {
      runs++
      return { x: square(x) }
    })
    const outer = traced.compile(({ x }: One) => ({ x: add(inner({ x }).x, 1) }))
    const table = [2, 2, 3, 4, 5, 6, 7]
    for (const value of table) {
      expect(tidy(() => numbers(outer({ x: scalar(value) })))).toEqual([value ** 2 + 1])
      expect(tidy(() => numbers(inner({ x: scalar(value) })))).toEqual([value ** 2])
    }
    expect(refusals).toEqual([])
    expect(graphs()).toBe(2)
    expect(runs).toBe(4 + 4)
  })
})
