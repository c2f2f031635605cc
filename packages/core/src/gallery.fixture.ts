import 'reflect-metadata'
import { inject } from 'tsyringe'
import { z } from 'zod'

import { contractOf, defineExtensionPoint } from './extension-point.js'
import { definePlugin } from './plugin.js'
import { defineService, OPTIONS } from './service.js'

type Text = () => string

export const INK = defineService<string>('ink')
export const FRAME = defineExtensionPoint({
  id: 'frame',
  contract: contractOf<Text>(),
  common: { copies: z.number().int().default(1) },
})
export const PICTURE = defineExtensionPoint({ id: 'picture', contract: contractOf<Text>() })

/** The decorators as a plugin's author writes them. */
export class Sketch {
  readonly options: { readonly of: string }
  readonly ink: string
  constructor(@inject(OPTIONS.token) options: { readonly of: string }, @inject(INK.token) ink: string) {
    this.options = options
    this.ink = ink
  }
  text(): string {
    return `${this.options.of} in ${this.ink}`
  }
}

export const SKETCH = defineExtensionPoint({ id: 'sketch', contract: contractOf<Sketch>() })

export const gallery = definePlugin({
  name: 'gallery',
  apiVersion: 1,
  register(registry) {
    registry.add(SKETCH, 'pencil', {
      summary: 'made by a class',
      options: z.strictObject({ of: z.string().default('a tree') }),
      useClass: Sketch,
    })
    registry.add(FRAME, 'gold', {
      summary: 'options without the common ones',
      options: z.strictObject({ width: z.number().default(2) }),
      create: (options) => () => `gold ${JSON.stringify(options)}`,
    })
    registry.add(PICTURE, 'print', {
      summary: 'uses a service',
      options: z.strictObject({}),
      create: (_, { resolve }) => {
        const ink = resolve(INK)
        return () => `print in ${ink}`
      },
    })
    registry.add(PICTURE, 'framed', {
      summary: 'holds a frame and, as a point inside itself, a picture',
      options: (use) => z.strictObject({ frame: use(FRAME, { use: 'gold', width: 5 }), inner: use(PICTURE, 'print') }),
      create: ({ frame, inner }, { create }) => {
        const parts = [create(FRAME, frame), create(PICTURE, inner)]
        return () => `[${parts.map((part) => part()).join(' ')}]`
      },
    })
  },
})
