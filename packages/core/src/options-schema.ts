import { z } from 'zod'

import type { ExtensionPoint } from './extension-point.js'
import type { PluginEntry } from './plugin.js'
import type { ReferenceSchemas } from './reference.js'

/** The schema of a plugin's own options. */
export function ownOptionsSchema(entry: PluginEntry, use: ReferenceSchemas): z.ZodObject {
  return typeof entry.options === 'function' ? entry.options(use) : entry.options
}

/** The options of one plugin at one point: its own, refinements included, and the point's common ones; no others. */
export function optionsSchema(point: ExtensionPoint<unknown>, entry: PluginEntry, use: ReferenceSchemas): z.ZodObject {
  return ownOptionsSchema(entry, use).safeExtend(point.common(use)).strict()
}
