import 'reflect-metadata'
import { container, inject, injectable } from 'tsyringe'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { GREETER, greeterClass, hello, pluginWith, VOICE } from './greeter.fixture.js'
import { PluginHost } from './plugin-host.js'
import { defineService, OPTIONS } from './service.js'
import { thrownBy } from './thrown.fixture.js'

// The other trap, parameters without @inject, is in require-explicit-injection.test.ts.

afterEach(() => container.reset())

describe('trap: resolveAll on a child hides what the parent has', () => {
  it('is there in plain tsyringe', () => {
    const parent = container.createChildContainer()
    parent.register('greeter', { useValue: 'parent' })
    const child = parent.createChildContainer()
    expect(child.resolveAll('greeter')).toEqual(['parent'])
    child.register('greeter', { useValue: 'child' })
    expect(child.resolveAll('greeter')).toEqual(['child'])
  })

  it('does not reach our list, which holds all plugins, whatever the scopes provide', () => {
    const host = new PluginHost([pluginWith('one', { b: hello }), pluginWith('two', { a: hello })])
    const scope = host.createScope().provide(VOICE, 'soft').child().provide(VOICE, 'loud')
    expect(scope.host.names(GREETER)).toEqual(['a', 'b'])
    expect(scope.host.list('greeter').map(({ plugin }) => plugin.name)).toEqual(['two', 'one'])
    expect(scope.create(GREETER, 'b').greet()).toBe('hello')
  })
})

describe('trap: a duplicate registration silently wins', () => {
  it('is there in plain tsyringe', () => {
    const child = container.createChildContainer()
    child.register('greeter', { useValue: 'first' })
    child.register('greeter', { useValue: 'second' })
    expect(child.resolve('greeter')).toBe('second')
  })

  it('is refused, naming both plugins', () => {
    const host = new PluginHost([pluginWith('@one/greeters', { polite: hello })])
    const error = thrownBy(() => host.install(pluginWith('@two/greeters', { polite: hello })))
    expect(error.code).toBe('duplicate-plugin')
    expect(error.message).toContain('"polite"')
    expect(error.message).toContain('@one/greeters')
    expect(error.message).toContain('@two/greeters')
  })

  it('is refused for a service too, which only a child scope may override', () => {
    const scope = new PluginHost().createScope().provide(VOICE, 'soft')
    expect(thrownBy(() => scope.provide(VOICE, 'loud')).code).toBe('duplicate-service')
    expect(scope.resolve(VOICE)).toBe('soft')
  })
})

describe('trap: errors carry no cause', () => {
  it('is there in plain tsyringe', () => {
    const silence = () => {
      throw new RangeError('no voice')
    }
    class Broken {
      readonly voice = silence()
    }
    class Speaker {
      readonly voice: unknown
      constructor(voice: unknown) {
        this.voice = voice
      }
    }
    inject(Broken as never)(Speaker, undefined, 0)
    injectable()(Speaker)
    const resolve = () => container.createChildContainer().resolve(Speaker as never)
    expect(resolve).toThrow(/Cannot inject the dependency/)
    try {
      resolve()
    } catch (error) {
      expect((error as Error).cause).toBeUndefined()
    }
  })

  it.each(['factory', 'class'])('ours name plugin, point and variant, and keep the cause (%s)', (kind) => {
    const cause = new RangeError('no voice')
    const create = () => {
      throw cause
    }
    class Broken {
      readonly voice = create()
    }
    const options = z.strictObject({})
    const entry = kind === 'class' ? { useClass: Broken as never } : { create }
    const host = new PluginHost([pluginWith('@one/greeters', { hoarse: { summary: 'broken', options, ...entry } })])
    const error = thrownBy(() => host.createScope().create(GREETER, 'hoarse'))
    expect(error.code).toBe('plugin-failed')
    expect(error.cause).toBe(cause)
    for (const part of ['@one/greeters', 'greeter', '"hoarse"', 'no voice']) expect(error.message).toContain(part)
  })

  it('ours name a service that is missing, for a class as for a factory', () => {
    const Loud = greeterClass()
    inject(OPTIONS.token)(Loud, undefined, 0)
    inject(VOICE.token)(Loud, undefined, 1)
    const options = z.strictObject({})
    const host = new PluginHost([
      pluginWith('@one/greeters', {
        loud: { summary: 'loud', options, useClass: Loud as never },
        soft: { summary: 'soft', options, create: (_, { resolve }) => ({ greet: () => resolve(VOICE) }) },
      }),
    ])
    const scope = host.createScope()
    for (const action of [() => scope.create(GREETER, 'loud'), () => scope.create(GREETER, 'soft').greet()]) {
      const error = thrownBy(action)
      expect(error.code).toBe('service-missing')
      expect(error.message).toContain('"voice"')
    }
  })
})

describe('trap: a value of null is taken for no value', () => {
  it('is there in plain tsyringe', () => {
    const child = container.createChildContainer()
    child.register('voice', { useValue: null })
    expect(() => child.resolve('voice')).toThrow()
  })

  it('is not in a scope', () => {
    const SILENCE = defineService<null>('silence')
    expect(new PluginHost().createScope().provide(SILENCE, null).resolve(SILENCE)).toBeNull()
  })
})

describe('trap: everything ends up in the global container', () => {
  it('is not ours: installs, scopes and creates leave it as it was', () => {
    const Loud = greeterClass()
    inject(OPTIONS.token)(Loud, undefined, 0)
    inject(VOICE.token)(Loud, undefined, 1)
    const options = z.strictObject({})
    const registered: unknown[] = []
    const register = container.register.bind(container)
    // The container has no list of what is in it: watch the one door, and ask for the tokens.
    container.register = ((...given: Parameters<typeof register>) => {
      registered.push(given[0])
      return register(...given)
    }) as typeof container.register
    try {
      const host = new PluginHost([
        pluginWith('one', { hello, loud: { summary: 'loud', options, useClass: Loud as never } }),
      ])
      const scope = host.createScope().provide(VOICE, 'LOUD')
      expect(scope.create(GREETER, 'loud').greet()).toBe('LOUD {}')
      expect(scope.child().create(GREETER, 'hello').greet()).toBe('hello')
      scope.dispose()
    } finally {
      container.register = register
    }
    expect(registered).toEqual([])
    for (const token of ['hourglass:greeter/hello', 'hourglass:greeter/loud', VOICE.token, OPTIONS.token, Loud])
      expect(container.isRegistered(token as never, true)).toBe(false)
  })
})
