import 'reflect-metadata'
import { container, inject, injectable } from 'tsyringe'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { GREETER, greeterClass, pluginWith, VOICE } from './greeter.fixture.js'
import { PluginHost } from './plugin-host.js'
import { OPTIONS } from './service.js'
import { thrownBy } from './thrown.fixture.js'

describe('trap: a constructor parameter without @inject beside one that has it is undefined', () => {
  it('is there in plain tsyringe', () => {
    const Loud = greeterClass()
    inject('voice')(Loud, undefined, 1)
    injectable()(Loud)
    const child = container.createChildContainer()
    child.register('voice', { useValue: 'LOUD' })
    const made = child.resolve<InstanceType<typeof Loud>>(Loud as never)
    expect(made.voice).toBe('LOUD')
    expect(made.options).toBeUndefined()
  })

  it('is refused when the plugin registers, naming class and parameter', () => {
    const Loud = greeterClass()
    inject(VOICE.token)(Loud, undefined, 1)
    injectable()(Loud)
    const plugin = pluginWith('@one/greeters', {
      loud: { summary: 'loud', options: z.strictObject({}), useClass: Loud as never },
    })
    const error = thrownBy(() => new PluginHost([plugin]))
    expect(error.code).toBe('invalid-plugin')
    expect(error.message).toContain("parameter 1 of Loud's constructor")
    expect(error.message).toContain('@one/greeters')
  })

  it('is refused where the constructor with the parameters is inherited', () => {
    const Loud = greeterClass()
    inject(OPTIONS.token)(Loud, undefined, 0)
    inject(VOICE.token)(Loud, undefined, 1)
    const Louder = class Louder extends Loud {}
    injectable()(Louder)
    const made = container.createChildContainer().resolve<InstanceType<typeof Louder>>(Louder as never)
    expect(made.voice).toBeUndefined()

    const plugin = pluginWith('@one/greeters', {
      loud: { summary: 'loud', options: z.strictObject({}), useClass: Louder as never },
    })
    expect(thrownBy(() => new PluginHost([plugin])).message).toContain('Louder inherits the constructor of Loud')
  })

  it('does not hinder a class whose own constructor takes nothing, or has defaults', () => {
    const Loud = greeterClass()
    class Fixed extends Loud {
      constructor() {
        super('fixed', 'LOUD')
      }
    }
    class WithDefault {
      readonly voice: string
      constructor(
        voice: string,
        readonly end = '!',
      ) {
        this.voice = voice
      }
      greet(): string {
        return `${this.voice}${this.end}`
      }
    }
    inject(VOICE.token)(WithDefault, undefined, 0)
    const options = z.strictObject({})
    const host = new PluginHost([
      pluginWith('@one/greeters', {
        fixed: { summary: 'fixed', options, useClass: Fixed },
        default: { summary: 'with a default', options, useClass: WithDefault },
      }),
    ])
    const scope = host.createScope().provide(VOICE, 'soft')
    expect(scope.create(GREETER, 'fixed').greet()).toBe('LOUD "fixed"')
    expect(scope.create(GREETER, 'default').greet()).toBe('soft!')
  })
})
