import util from 'node:util'

import { expect, test, vi } from 'vitest'

import { loadTfjsNode } from './load-tfjs-node.js'
import { nativeUsable } from './native-package.js'

test('switched off, it is an error that says what to do', async () => {
  await expect(loadTfjsNode({ HOURGLASS_NATIVE: 'off' })).rejects.toMatchObject({
    code: 'native-unavailable',
    message: expect.stringMatching(/HOURGLASS_NATIVE=off/),
  })
})

test.skipIf(!nativeUsable())('it loads in silence and becomes the current backend', async () => {
  const said = [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn'), vi.spyOn(process, 'emitWarning')]
  const { log } = console
  const tf = await loadTfjsNode()
  expect(said.flatMap((spy) => spy.mock.calls)).toEqual([])
  expect(console.log).toBe(log)
  expect(tf.getBackend()).toBe('tensorflow')
  // Node 23 and later have no such function, and tfjs-node calls it in most operations.
  expect((util as unknown as Record<string, (value: unknown) => boolean>)['isNullOrUndefined']!(null)).toBe(true)
  expect(tf.add(tf.tensor1d([1]), tf.tensor1d([2])).dataSync()[0]).toBe(3)
  await expect(loadTfjsNode()).resolves.toBe(tf)
})
