import type { Engine, EngineName } from '@hourglass/core'
import { HourglassError, suggest } from '@hourglass/core'
import { createCpuEngine, createWasmEngine } from '@hourglass/engine'
import { createNodeEngine, nativeUnusableReason } from '@hourglass/engine-node'

/** One row of `describe.each`. */
export interface TestEngine {
  readonly name: EngineName
  /** Makes the engine and makes it current: call it in `beforeAll`, where one engine's tests begin. */
  create(): Promise<Engine>
}

const MAKERS: Readonly<Record<EngineName, () => Promise<Engine>>> = {
  wasm: createWasmEngine,
  cpu: createCpuEngine,
  // A step that cannot be compiled fails its test.
  node: () => createNodeEngine({ compile: 'on' }),
}

/**
 * The engines to test on, `describe.each(testEngines())('… on $name', ({ create }) => …)`: those named in
 * `HOURGLASS_TEST_ENGINES` (separated by commas), else wasm, cpu, and node where its native library is installed. An
 * engine that is named and does not work fails its tests; it is never left out in silence.
 *
 * @throws HourglassError `unknown-engine`
 */
export function testEngines(environment: NodeJS.ProcessEnv = process.env): readonly TestEngine[] {
  const asked = (environment['HOURGLASS_TEST_ENGINES'] ?? '').split(',').map((name) => name.trim())
  const names = asked.filter((name) => name !== '')
  if (names.length > 0) return [...new Set(names.map(engineName))].map(testEngine)
  return (nativeUnusableReason(environment) === undefined ? ALL : ALL.filter((name) => name !== 'node')).map(testEngine)
}

const ALL = Object.keys(MAKERS) as readonly EngineName[]

function testEngine(name: EngineName): TestEngine {
  return { name, create: MAKERS[name] }
}

function engineName(name: string): EngineName {
  if (Object.hasOwn(MAKERS, name)) return name as EngineName
  throw new HourglassError('unknown-engine', `there is no engine "${name}"`, {
    place: { source: 'HOURGLASS_TEST_ENGINES' },
    expected: suggest(name, ALL),
  })
}
