import { z } from 'zod'

import { contractOf, defineExtensionPoint } from './extension-point.js'
import { definePlugin, type Plugin, type PluginEntry } from './plugin.js'
import { defineService } from './service.js'

export interface Greeter {
  greet(): string
}

export const GREETER = defineExtensionPoint({ id: 'greeter', contract: contractOf<Greeter>() })
export const VOICE = defineService<string>('voice')

export const hello: PluginEntry<Greeter, z.ZodObject> = {
  summary: 'hello',
  options: z.strictObject({}),
  create: () => ({ greet: () => 'hello' }),
}

export function pluginWith(name: string, entries: Readonly<Record<string, PluginEntry<Greeter, z.ZodObject>>>): Plugin {
  return definePlugin({
    name,
    apiVersion: 1,
    register(registry) {
      for (const [variant, entry] of Object.entries(entries)) registry.add(GREETER, variant, entry)
    },
  })
}

/** A class without emitted parameter types, as esbuild and type-stripping leave it. */
export function greeterClass() {
  return class Loud {
    readonly options: unknown
    readonly voice: unknown
    constructor(options: unknown, voice: unknown) {
      this.options = options
      this.voice = voice
    }
    greet(): string {
      return `${String(this.voice)} ${JSON.stringify(this.options)}`
    }
  }
}
