import { describe, expect, it } from 'vitest'

import { readOptions } from './difficulty-options.mjs'

describe('the options of difficulty.mjs', () => {
  it('are all eight sets and both machines where nothing is said', () => {
    const { sets, machines, test } = readOptions([])
    expect(sets).toHaveLength(8)
    expect(machines).toEqual(['linear', 'rbf'])
    expect(test).toBeGreaterThan(50_000)
  })

  it('name sets with options of their own: JSON where it can be, else text', () => {
    const { sets } = readOptions(['mnist-bg-img,composition=over,leastDeviation=10,a=b=c', 'convex'])
    const options = { composition: 'over', leastDeviation: 10, a: 'b=c' }
    expect(sets[0]).toMatchObject({ text: 'mnist-bg-img,composition=over,leastDeviation=10,a=b=c', options })
    expect(sets[1]).toMatchObject({ name: 'convex', options: {} })
  })

  it('leave one setting for each set in a hurry, and what is said beside it', () => {
    const { sets, machines, test } = readOptions(['--fast', 'mnist-rot', 'elsewhere'])
    for (const { gammas, costs } of sets) expect([gammas.length, costs.length]).toEqual([1, 1])
    expect([machines, test]).toEqual([['rbf'], 5000])
    const more = readOptions(['--fast', '--gammas', '1,0.5', '--machines', 'linear,rbf', '--test', '7', 'mnist-rot'])
    expect(more.sets[0].gammas).toEqual([1, 0.5])
    expect([more.machines, more.test]).toEqual([['linear', 'rbf'], 7])
  })

  it.each([
    [['--gammas', '1,x']],
    [['--costs', '0']],
    [['--test', '-1']],
    [['--machines', 'poly']],
    [['--swift']],
    [['a,b']],
  ])('refuse %j', (parameters) => {
    expect(() => readOptions(parameters)).toThrow(Error)
  })
})
