import {
  DATA_SPEC,
  type DataSpec,
  ENGINE,
  type Engine,
  entrySchema,
  type ExtensionPoint,
  HourglassError,
  type Key,
  OUTPUT_DISTRIBUTION,
  type OutputDistribution,
  type Plugin,
  PluginHost,
  type RunScope,
} from '@hourglass/core'
import { free } from '@hourglass/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { gaussianOutput } from './gaussian-output.js'
import { strictEngine } from './strict-engine.js'
import { testEngines } from './test-engines.js'

/** What every case of every suite may say. */
export interface VariantCase {
  /** The plugin's own options; absent: its defaults. */
  readonly options?: Readonly<Record<string, unknown>>
  /** What the run's `DATA_SPEC` says; absent: six dimensions in [0, 1], a 2 × 3 picture. */
  readonly data?: DataSpec
  /** The run's `OUTPUT_DISTRIBUTION`, made for an engine; absent: N(θ, I). */
  readonly output?: (engine: Engine) => OutputDistribution
  /** Further plugins, which the options name. */
  readonly plugins?: readonly Plugin[]
  /** Engines on which it must work, where it cannot on all. */
  readonly engines?: readonly Engine['name'][]
}

/** What the tests of one case on one engine work with; its members are there once a test runs, not before. */
export interface Bench<Contract> {
  readonly engine: Engine
  /** Made anew for every engine and case. */
  readonly variant: Contract
  readonly data: DataSpec
  readonly scope: RunScope
  /** A key of its own for every label. */
  key(...label: readonly (string | number)[]): Key
}

export const SIX_PIXELS: DataSpec = { dimensions: 6, range: [0, 1], image: [2, 3] }

/**
 * The frame of every conformance suite: `tests` for each case on each engine, after the checks that every plugin must
 * pass, whatever its point: it is registered with a summary; its options, defaults written out, parse to themselves, also
 * through JSON; an unknown option is refused; the JSON Schema of its options can be made.
 */
export function describeVariant<Contract, Case extends VariantCase>(
  point: ExtensionPoint<Contract>,
  plugin: Plugin,
  name: string,
  cases: readonly Case[],
  tests: (bench: Bench<Contract>, given: Case) => void,
): void {
  describe(`${point.id} ${name}`, () => {
    for (const given of cases) {
      const title = JSON.stringify(given.options ?? {})
      describe(title, () => {
        checkOptions(point, hostOf(plugin, given), name, given.options ?? {})
        const engines = testEngines().filter((engine) => given.engines?.includes(engine.name) ?? true)
        describe.each(engines)('on $name', ({ create }) => {
          const data = given.data ?? SIX_PIXELS
          let made: { engine: Engine; scope: RunScope; variant: Contract; root: Key } | undefined
          const get = () => {
            if (made === undefined)
              throw new Error('the bench is there once a test runs, not while tests are described')
            return made
          }
          beforeAll(async () => {
            const engine = strictEngine(await create())
            const scope = hostOf(plugin, given).createScope()
            scope.provide(ENGINE, engine).provide(DATA_SPEC, data)
            scope.provide(OUTPUT_DISTRIBUTION, (given.output ?? gaussianOutput)(engine))
            const variant = scope.create(point, { use: name, ...given.options })
            made = { engine, scope, variant, root: engine.random.key(`${point.id} ${name}`) }
          })
          afterAll(() => {
            if (made === undefined) return
            made.scope.dispose()
            free(made.root)
          })
          tests(
            {
              data,
              get engine() {
                return get().engine
              },
              get variant() {
                return get().variant
              },
              get scope() {
                return get().scope
              },
              key: (...label) => get().engine.random.fold(get().root, ...label),
            },
            given,
          )
        })
      })
    }
  })
}

function hostOf(plugin: Plugin, given: VariantCase): PluginHost {
  return new PluginHost([plugin, ...(given.plugins ?? []).filter((other) => other !== plugin)])
}

function checkOptions(
  point: ExtensionPoint<unknown>,
  host: PluginHost,
  name: string,
  options: Readonly<Record<string, unknown>>,
): void {
  const complete = (reference: object) => host.complete(point, { use: name, ...reference })

  it('is registered, with a line that says what it does', () => {
    expect(host.names(point)).toContain(name)
    expect(host.entry(point, name)!.summary.trim()).not.toBe('')
  })

  it('options with all defaults written out mean the same, also through JSON', () => {
    const resolved = complete(options)
    expect(complete(resolved)).toEqual(resolved)
    expect(complete(JSON.parse(JSON.stringify(resolved)) as object)).toEqual(resolved)
  })

  it('refuses an option it does not have', () => {
    expect(() => complete({ ...options, 'no-such-option': 1 })).toThrow(HourglassError)
  })

  it('has a JSON Schema for editors', () => {
    const registered = host.list(point).find((entry) => entry.name === name)!
    expect(entrySchema(host, registered)).toMatchObject({ properties: { use: { const: name } } })
  })
}
