import { HourglassError } from './hourglass-error.js'
import { API_VERSION, type Plugin } from './plugin.js'

/** @throws HourglassError `invalid-plugin`, `incompatible-plugin` */
export function requirePlugin(plugin: Plugin): void {
  if (typeof plugin?.register !== 'function' || typeof plugin.name !== 'string')
    throw new HourglassError('invalid-plugin', 'this is not a plugin', {
      expected: 'the value of definePlugin({ name, apiVersion, register })',
      remedy: 'make the plugin the default export of its package',
    })
  if (plugin.apiVersion !== API_VERSION)
    throw new HourglassError('incompatible-plugin', `plugin ${plugin.name} is written for another Hourglass`, {
      expected: `apiVersion ${API_VERSION}, not ${plugin.apiVersion}`,
      remedy: `install a version of ${plugin.name} that fits, or another version of Hourglass`,
    })
}
