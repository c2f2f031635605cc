import { describe, expect, it } from 'vitest'

import { FRAME, gallery, INK, PICTURE, Sketch, SKETCH } from './gallery.fixture.js'
import { PluginHost } from './plugin-host.js'
import type { Reference } from './reference.js'
import { defineService } from './service.js'
import { thrownBy } from './thrown.fixture.js'

const host = new PluginHost([gallery])

describe('create', () => {
  it('makes a class with its options and a service of the run', () => {
    const scope = host.createScope().provide(INK, 'blue')
    expect(scope.create(SKETCH, 'pencil').text()).toBe('a tree in blue')
    expect(scope.create(SKETCH, { use: 'pencil', of: 'a cat' }).text()).toBe('a cat in blue')
    expect(scope.create(SKETCH, 'pencil')).toBeInstanceOf(Sketch)
  })

  it('makes a new value each time', () => {
    const scope = host.createScope().provide(INK, 'blue')
    expect(scope.create(SKETCH, 'pencil')).not.toBe(scope.create(SKETCH, 'pencil'))
  })

  it("hands a plugin its own options only, not the point's common ones", () => {
    expect(host.createScope().create(FRAME, { use: 'gold', copies: 3 })()).toBe('gold {"width":2}')
  })

  it('creates plugins that options name, by fallback or by reference, also of the point itself', () => {
    const scope = host.createScope().provide(INK, 'blue')
    expect(scope.create(PICTURE, 'framed')()).toBe('[gold {"width":5} print in blue]')
    const twice: Reference = { use: 'framed', frame: 'gold', inner: { use: 'framed', inner: { use: 'framed' } } }
    expect(scope.create(PICTURE, twice)()).toBe(
      '[gold {"width":2} [gold {"width":5} [gold {"width":5} print in blue]]]',
    )
  })

  it('gives what is created within `providing` another service, and nothing else', () => {
    const scope = host.createScope().provide(INK, 'blue')
    const green = scope.providing(INK, 'green')
    expect(green.create(SKETCH, { use: 'pencil' }).text()).toBe('a tree in green')
    expect(green.providing(INK, 'red').create(SKETCH, { use: 'pencil' }).text()).toBe('a tree in red')
    expect(green.create(SKETCH, { use: 'pencil' }).text()).toBe('a tree in green')
    expect(scope.create(SKETCH, 'pencil').text()).toBe('a tree in blue')
    scope.dispose()
    expect(thrownBy(() => green.create(SKETCH, { use: 'pencil' })).code).toBe('scope-disposed')
  })

  it('refuses a bad reference with the path of what is wrong', () => {
    const error = thrownBy(() => host.createScope().create(PICTURE, { use: 'framed', frame: { use: 'gold', wide: 1 } }))
    expect(error.code).toBe('invalid-option')
    expect(error.place?.path).toBe('frame.wide')
  })

  it('passes the error of a nested plugin on as it is', () => {
    expect(thrownBy(() => host.createScope().create(PICTURE, 'framed')).code).toBe('service-missing')
  })
})

describe('services', () => {
  it('are unseen by other scopes', () => {
    const [one, other] = [host.createScope().provide(INK, 'blue'), host.createScope().provide(INK, 'red')]
    expect([one.resolve(INK), other.resolve(INK)]).toEqual(['blue', 'red'])
    expect(one.create(PICTURE, 'print')()).toBe('print in blue')
    expect(thrownBy(() => host.createScope().resolve(INK)).code).toBe('service-missing')
  })

  it('are seen by child scopes, which may override them without a trace in the parent', () => {
    const parent = host.createScope().provide(INK, 'blue')
    const child = parent.child()
    expect(child.resolve(INK)).toBe('blue')
    child.provide(INK, 'red')
    expect(child.create(PICTURE, 'print')()).toBe('print in red')
    expect(child.create(SKETCH, 'pencil').text()).toBe('a tree in red')
    expect(parent.create(PICTURE, 'print')()).toBe('print in blue')
  })

  it('may be defined twice under one id and are the same', () => {
    expect(host.createScope().provide(INK, 'blue').resolve(defineService<string>('ink'))).toBe('blue')
  })
})
