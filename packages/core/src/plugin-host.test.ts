import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { NOISE } from './contracts/noise-model.js'
import { REGULARIZER } from './contracts/regularizer.js'
import { PluginHost } from './plugin-host.js'
import { definePlugin, type Plugin, type Registry } from './plugin.js'
import { thrownBy } from './thrown.fixture.js'

const noNoise = { summary: 'none', options: z.strictObject({}), create: () => ({ corrupt: (x: never) => x }) }

function pluginOf(register: (registry: Registry) => void, name = '@example/plugin'): Plugin {
  return definePlugin({ name, apiVersion: 1, register })
}

describe('install', () => {
  it('lists nothing before, and nothing at a point that nobody serves', () => {
    expect(new PluginHost().points()).toEqual([])
    expect(new PluginHost().list(NOISE)).toEqual([])
  })

  it('sorts by code unit, the same in every locale', () => {
    const host = new PluginHost([
      pluginOf((registry) => {
        for (const name of ['b', 'a-b', 'ab', 'B', 'a']) registry.add(NOISE, name, noNoise)
      }),
    ])
    expect(host.names(NOISE)).toEqual(['B', 'a', 'a-b', 'ab', 'b'])
  })

  it.each([[undefined], [null], ['a-name'], [{}], [{ name: 'x' }], [{ register() {} }]])('refuses %j', (value) => {
    const error = thrownBy(() => new PluginHost([value as never]))
    expect(error.code).toBe('invalid-plugin')
    expect(error.format()).toContain('definePlugin')
  })

  it('refuses a plugin of another API version, naming both versions', () => {
    const error = thrownBy(() => new PluginHost([{ name: 'future', apiVersion: 2, register() {} }]))
    expect(error.code).toBe('incompatible-plugin')
    expect(error.format()).toContain('future')
    expect(error.expected).toBe('apiVersion 1, not 2')
  })

  it('wraps what register throws', () => {
    const cause = new TypeError('no such file')
    const error = thrownBy(() => {
      const plugin = pluginOf(() => {
        throw cause
      })
      return new PluginHost([plugin])
    })
    expect(error.code).toBe('plugin-failed')
    expect(error.message).toBe('plugin @example/plugin failed to register: no such file')
    expect(error.cause).toBe(cause)
  })

  it('refuses a register that goes on after it has returned', async () => {
    let late: Promise<unknown> | undefined
    const plugin = pluginOf(((registry: Registry) => {
      late = Promise.resolve().then(() => registry.add(NOISE, 'late', noNoise))
      return late
    }) as (registry: Registry) => void)
    const host = new PluginHost()
    expect(thrownBy(() => host.install(plugin)).message).toContain('asynchronously')
    await expect(late).rejects.toThrow('asynchronously')
    expect(host.points()).toEqual([])
  })

  it('refuses the same plugin twice, and one name twice within a plugin', () => {
    const plugin = pluginOf((registry) => registry.add(NOISE, 'none', noNoise))
    const host = new PluginHost([plugin])
    expect(thrownBy(() => host.install(plugin)).message).toBe('plugin @example/plugin is installed already')
    // A second copy of the package, found in another folder.
    expect(thrownBy(() => host.install({ ...plugin })).message).toBe('plugin @example/plugin is installed already')
    const twice = pluginOf((registry) => {
      registry.add(NOISE, 'twice', noNoise)
      registry.add(NOISE, 'twice', noNoise)
    })
    expect(thrownBy(() => host.install(twice)).message).toContain('adds the noise "twice" twice')
  })

  it('takes all of a plugin or nothing', () => {
    const host = new PluginHost([pluginOf((registry) => registry.add(NOISE, 'none', noNoise), 'first')])
    const second = pluginOf((registry) => {
      registry.add(REGULARIZER, 'fine', { ...noNoise, create: () => ({}) as never })
      registry.add(NOISE, 'none', noNoise)
    }, 'second')
    expect(thrownBy(() => host.install(second)).code).toBe('duplicate-plugin')
    expect(host.points()).toEqual(['noise'])
    expect(host.names(REGULARIZER)).toEqual([])
  })

  it.each([
    ['noise', NOISE, 'samples'],
    ['noise', NOISE, 'use'],
    ['regularizer', REGULARIZER, 'weight'],
  ])('refuses an option of a %s that clashes with what every use of the point has', (id, point, key) => {
    const plugin = pluginOf((registry) =>
      registry.add(point as typeof NOISE, 'clash', { ...noNoise, options: z.strictObject({ [key]: z.number() }) }),
    )
    const error = thrownBy(() => new PluginHost([plugin]))
    expect(error.code).toBe('invalid-plugin')
    expect(error.format()).toContain(`"${key}"`)
    expect(error.format()).toContain(`${id} "clash" of @example/plugin`)
  })

  it('refuses an entry without a schema, or without a way to make it', () => {
    for (const options of [undefined, {}, z.string()])
      expect(
        thrownBy(() => new PluginHost([pluginOf((r) => r.add(NOISE, 'x', { ...noNoise, options } as never))])).code,
      ).toBe('invalid-plugin')
    const { create: _, ...nothing } = noNoise
    const plugin = pluginOf((registry) => registry.add(NOISE, 'x', nothing as never))
    expect(thrownBy(() => new PluginHost([plugin])).message).toContain('cannot be created')
  })
})
