import { describe, expect, it } from 'vitest'

import { gallery, INK, PICTURE } from './gallery.fixture.js'
import { PluginHost } from './plugin-host.js'
import { thrownBy } from './thrown.fixture.js'

const host = new PluginHost([gallery])

describe('dispose', () => {
  it('cleans up last first, children where they were made', () => {
    const order: string[] = []
    const scope = host.createScope().provide(INK, 'blue', () => order.push('ink'))
    const child = scope.child()
    child.onDispose(() => order.push('child first'))
    child.provide(INK, 'red', () => order.push('child last'))
    scope.onDispose(() => order.push('last'))
    scope.dispose()
    expect(order).toEqual(['last', 'child last', 'child first', 'ink'])
    scope.dispose()
    expect(order).toHaveLength(4)
  })

  it('runs every clean-up, and throws what one of them threw', () => {
    const order: string[] = []
    const scope = host.createScope()
    scope.onDispose(() => order.push('first'))
    scope.onDispose(() => {
      throw new RangeError('stuck')
    })
    scope.onDispose(() => order.push('last'))
    expect(() => scope.dispose()).toThrow(new RangeError('stuck'))
    expect(order).toEqual(['last', 'first'])
  })

  it('throws all failures where there are several', () => {
    const scope = host.createScope()
    for (const message of ['one', 'two'])
      scope.onDispose(() => {
        throw new Error(message)
      })
    expect(() => scope.dispose()).toThrow(AggregateError)
  })

  it('leaves a scope, and its children, that nobody can use', () => {
    const scope = host.createScope().provide(INK, 'blue')
    const child = scope.child()
    scope.dispose()
    for (const ended of [scope, child]) {
      expect(thrownBy(() => ended.resolve(INK)).code).toBe('scope-disposed')
      expect(thrownBy(() => ended.create(PICTURE, 'print')).code).toBe('scope-disposed')
      expect(thrownBy(() => ended.provide(INK, 'red')).code).toBe('scope-disposed')
      expect(thrownBy(() => ended.onDispose(() => {})).code).toBe('scope-disposed')
    }
  })

  it('of a child leaves the parent in use', () => {
    const scope = host.createScope().provide(INK, 'blue')
    scope.child().dispose()
    expect(scope.resolve(INK)).toBe('blue')
  })
})
