import { describe, expect, it } from 'vitest'

import { layersOf, operationsOf, parametersOf, productsOf } from './network.mjs'
import { ROWS, tiedDenoising } from './rows.mjs'

const rowOf = (id: string) => ROWS.find((row) => row.id === id)!
const weights = (row: object) => parametersOf(row).filter(({ shape }) => shape.length === 2)

describe('network', () => {
  it('shares the weights of a tied decoder', () => {
    const names = parametersOf(tiedDenoising({ batch: 20 })).map(({ name }) => name)
    expect(names).toEqual(['encoder.0.W', 'encoder.0.b', 'decoder.0.b'])
  })

  it('mirrors an untied one', () => {
    const sizes = layersOf(rowOf('deep')).map(({ inputs, units }) => [inputs, units])
    expect(sizes).toEqual([784, 1024, 512, 32, 512, 1024].map((inputs, k, all) => [inputs, all[k + 1] ?? 784]))
  })

  it('multiplies 3·2·batch·|W| times in backpropagation, less the one for the data', () => {
    for (const id of ['deep', 'fine-tuning', 'tiny']) {
      const row = rowOf(id)
      const total = weights(row).reduce((sum, { shape: [a, b] }) => sum + 6 * row.batch * a! * b!, 0)
      const [inputs, units] = weights(row)[0]!.shape
      expect(operationsOf(productsOf(row))).toBe(total - 2 * row.batch * inputs! * units!)
    }
    expect(operationsOf(productsOf(tiedDenoising({ batch: 20 })))).toBe(5 * 2 * 20 * 784 * 1000)
    expect(operationsOf(productsOf(rowOf('rbm')))).toBe(6 * 2 * 128 * 784 * 1000)
  })

  it('has no two products alike, and operands that fit each other', () => {
    for (const row of ROWS) {
      const { operands, products } = productsOf(row)
      expect(new Set(products.map((product) => JSON.stringify(product))).size).toBe(products.length)
      for (const { left, right, transposeLeft, transposeRight } of products)
        expect(operands[left]![transposeLeft ? 0 : 1]).toBe(operands[right]![transposeRight ? 1 : 0])
    }
  })
})
