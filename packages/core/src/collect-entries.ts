import type { ExtensionPoint } from './extension-point.js'
import { HourglassError } from './hourglass-error.js'
import type { RegisteredEntry } from './plugin-host.js'
import type { Plugin, PluginEntry, Registry } from './plugin.js'

/**
 * What a plugin's `register` adds, each entry checked as it comes, with those before it.
 *
 * @throws HourglassError `plugin-failed` wraps what `register` threw; `invalid-plugin` where it is asynchronous, since
 *   whatever it would add later would silently be missing
 */
export function collectEntries(
  plugin: Plugin,
  check: (entry: RegisteredEntry, before: readonly RegisteredEntry[]) => void,
): readonly RegisteredEntry[] {
  const added: RegisteredEntry[] = []
  let open = true
  let result: unknown
  try {
    const registry = {
      add: (point: ExtensionPoint<unknown>, name: string, entry: PluginEntry) => {
        if (!open) throw tooLate(plugin)
        const registered: RegisteredEntry = { point, name, entry, plugin }
        check(registered, added)
        added.push(registered)
        return registry
      },
    }
    result = plugin.register(registry as unknown as Registry)
  } catch (cause) {
    if (cause instanceof HourglassError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HourglassError('plugin-failed', `plugin ${plugin.name} failed to register: ${reason}`, { cause })
  } finally {
    open = false
  }
  if (!(result instanceof Promise)) return added
  // Its rejection is beside the point now, and must not end the process.
  result.catch(() => {})
  throw tooLate(plugin)
}

function tooLate(plugin: Plugin): HourglassError {
  return new HourglassError('invalid-plugin', `plugin ${plugin.name} registers asynchronously`, {
    expected: 'a register() that has added everything when it returns',
    remedy: 'do what takes time when a variant is created or run',
  })
}
