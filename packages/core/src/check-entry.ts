import { z } from 'zod'

import { HourglassError } from './hourglass-error.js'
import { ownOptionsSchema } from './options-schema.js'
import type { RegisteredEntry } from './plugin-host.js'
import type { Plugin } from './plugin.js'
import type { ReferenceSchemas } from './reference.js'
import { requireExplicitInjection } from './require-explicit-injection.js'
import { withArticle } from './with-article.js'

/**
 * Refuses a variant that could only fail later, or silently.
 *
 * @param present what already has its name at its point
 * @throws HourglassError `duplicate-plugin`, `invalid-plugin`
 */
export function checkEntry(
  registered: RegisteredEntry,
  present: RegisteredEntry | undefined,
  use: ReferenceSchemas,
): void {
  const { point, name, entry, plugin } = registered
  const title = `${point.id} "${name}" of ${plugin.name}`
  if (present !== undefined) throw duplicate(registered, present)
  const own = ownOptionsSchema(entry, use)
  if (!(own instanceof z.ZodObject))
    throw new HourglassError('invalid-plugin', `${title} has no schema of its options`, {
      expected: 'options: z.strictObject({ … }), with zod 4',
    })
  const clash = ['use', ...Object.keys(point.common(use))].find((key) => key in own.shape)
  if (clash !== undefined)
    throw new HourglassError('invalid-plugin', `${title} has an option "${clash}"`, {
      expected: `another name; every ${point.id} has "${clash}" already`,
    })
  if ('useClass' in entry) requireExplicitInjection(plugin, point, name, entry.useClass)
  else if (typeof entry.create !== 'function')
    throw new HourglassError('invalid-plugin', `${title} cannot be created`, { expected: 'create() or useClass' })
}

function duplicate({ point, name, plugin }: RegisteredEntry, present: RegisteredEntry): HourglassError {
  if (present.plugin === plugin)
    return new HourglassError('duplicate-plugin', `plugin ${plugin.name} adds the ${point.id} "${name}" twice`, {
      expected: 'every name once at one extension point',
    })
  if (present.plugin.name === plugin.name) return installedTwice(plugin)
  return new HourglassError(
    'duplicate-plugin',
    `plugin ${plugin.name} adds ${withArticle(point.id)} "${name}", but plugin ${present.plugin.name} has brought one already`,
    {
      expected: 'every name once at one extension point',
      remedy: `leave out ${plugin.name} or ${present.plugin.name}, or ask the author of one for another name`,
    },
  )
}

export function installedTwice(plugin: Plugin): HourglassError {
  return new HourglassError('duplicate-plugin', `plugin ${plugin.name} is installed already`, {
    remedy: 'name it once; the standard plugins are always there and need not be named',
  })
}
