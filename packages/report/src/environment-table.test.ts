import { expect, it } from 'vitest'

import { environmentRows } from './environment-table.js'

it('turns nested records into rows, single values before groups', () => {
  expect(
    environmentRows({
      cpu: { cores: 2, features: ['avx2', 'fma'], simd: true },
      node: '20.20.2',
      commit: null,
      absent: undefined,
      nothing: {},
      files: [{ name: 'a' }, { name: 'b' }],
      when: new Date(0),
    }),
  ).toEqual([
    { depth: 0, key: 'node', value: '20.20.2' },
    { depth: 0, key: 'commit', value: '–' },
    { depth: 0, key: 'when', value: '1970-01-01T00:00:00.000Z' },
    { depth: 0, key: 'cpu' },
    { depth: 1, key: 'cores', value: '2' },
    { depth: 1, key: 'features', value: 'avx2, fma' },
    { depth: 1, key: 'simd', value: 'yes' },
    { depth: 0, key: 'files' },
    { depth: 1, key: '0' },
    { depth: 2, key: 'name', value: 'a' },
    { depth: 1, key: '1' },
    { depth: 2, key: 'name', value: 'b' },
  ])
})
