import { expect, test } from 'vitest'

import { featuresIn, hasFastProducts } from './machine.js'

test('the telling features are found in /proc/cpuinfo', () => {
  const text = 'processor\t: 0\nflags\t\t: fpu sse2 avx avx2 fma avx512f avx512_bf16 amx_tile amx_bf16\n'
  expect(featuresIn(text)).toEqual(['avx', 'avx2', 'fma', 'avx512f', 'avx512_bf16', 'amx_bf16', 'amx_tile'])
  expect(featuresIn('processor\t: 0\nflags\t\t: fpu sse2 avx512fp16\n')).toEqual([])
  expect(featuresIn('Features\t: fp asimd evtstrm sve\n')).toEqual(['asimd', 'sve'])
})

test('and in what sysctl says on an Intel Mac', () => {
  const text = 'machdep.cpu.features: FPU SSE AVX1.0 FMA\nmachdep.cpu.leaf7_features: SMEP AVX2\n'
  expect(featuresIn(text)).toEqual(['avx', 'avx2', 'fma'])
})

test('a system that does not tell is not said to have none', () => {
  expect(featuresIn('')).toBeUndefined()
})

test.each([
  [['avx512f', 'avx512_bf16', 'amx_bf16', 'amx_tile'], true],
  [['avx512f', 'avx512_bf16'], false],
  [['avx2', 'fma'], false],
  [['asimd', 'sve'], undefined],
  [undefined, undefined],
])('%j: products in bfloat16 %s', (features, fast) => {
  expect(hasFastProducts({ model: 'any', ...(features && { features }) })).toBe(fast)
})
