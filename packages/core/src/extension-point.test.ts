import 'reflect-metadata'
import { inject } from 'tsyringe'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { NOISE } from './contracts/noise-model.js'
import { contractOf, defineExtensionPoint } from './extension-point.js'
import { PluginHost } from './plugin-host.js'
import { definePlugin, type Plugin, type Registry } from './plugin.js'
import { OPTIONS, type Service } from './service.js'

function pluginOf(register: (registry: Registry) => void, name = '@example/plugin'): Plugin {
  return definePlugin({ name, apiVersion: 1, register })
}

describe('an extension point', () => {
  it('can be defined by anyone, and used by anyone else who knows its id', () => {
    const THEIRS = defineExtensionPoint({
      id: 'their-point',
      contract: contractOf<() => string>(),
      common: { loud: z.boolean().default(false) },
    })
    const theirs = pluginOf((registry) =>
      registry.add(THEIRS, 'hum', { summary: 'hum', options: z.strictObject({}), create: () => () => 'hum' }),
    )
    // Another package that has its own definition of the same point.
    const again = defineExtensionPoint({
      id: 'their-point',
      contract: contractOf<() => string>(),
      common: { loud: z.boolean().default(false) },
    })
    const other = pluginOf(
      (registry) =>
        registry.add(again, 'sing', {
          summary: 'sings with whatever it is given',
          options: (use) => z.strictObject({ with: use(THEIRS, 'hum') }),
          create: (options, { create }) => {
            const inner = create(THEIRS, options.with)
            return () => `sing and ${inner()}`
          },
        }),
      '@example/other',
    )
    const host = new PluginHost([theirs, other])
    expect(host.points()).toEqual(['their-point'])
    expect(host.names(THEIRS)).toEqual(['hum', 'sing'])
    expect(host.createScope().create(THEIRS, 'sing')()).toBe('sing and hum')
    expect(host.complete(THEIRS, 'sing')).toEqual({ use: 'sing', loud: false, with: { use: 'hum', loud: false } })
  })

  it('fits a plugin that has a copy of this package, and of the decorators, of its own', () => {
    // What a copy would make: equal ids, other objects, and metadata that only its own tsyringe has booked.
    const copiedPoint = { id: 'noise', common: NOISE.common } as typeof NOISE
    const copiedOptions: Service<never> = { id: 'options', token: Symbol.for('hourglass.service.options') }
    class Shift {
      readonly options: unknown
      constructor(options: unknown) {
        this.options = options
      }
      corrupt(x: never): never {
        return x
      }
    }
    inject(copiedOptions.token)(Shift, undefined, 0)
    const plugin: Plugin = {
      name: 'out-of-tree',
      apiVersion: 1,
      register(registry) {
        registry.add(copiedPoint, 'shift', {
          summary: 'a class that our tsyringe has not heard of',
          options: z.strictObject({ by: z.number().default(1) }),
          useClass: Shift,
        })
      },
    }
    expect(copiedOptions.token).toBe(OPTIONS.token)
    const made = new PluginHost([plugin]).createScope().create(NOISE, { use: 'shift', by: 3 })
    expect((made as Shift).options).toEqual({ by: 3 })
  })
})
