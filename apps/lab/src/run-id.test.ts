import type { Engine, Experiment } from '@hourglass/core'
import { expect, it } from 'vitest'

import { type PluginFile, runId } from './run-id.js'

const experiment = { name: 'trial', description: 'as it is', seed: 1, plugins: ['mine'] } as unknown as Experiment
const plugins: readonly PluginFile[] = [{ name: 'mine', file: 'mine.mjs', sha256: 'a' }]
const facts = { tensorflow: '2.21.0', precision: 'strict', compile: 'on' }
const machine = { threads: 2, cores: 2 }
const engine = { name: 'node', description: 'node (2 threads)', facts, machine } as unknown as Engine

const idOf = (more: Partial<Engine>) => runId(experiment, { ...engine, ...more }, plugins)
const id = idOf({})

it('stays the same on another machine, and with another number of threads', () => {
  expect(idOf({ machine: { ...machine, threads: 1 } })).toBe(id)
  expect(idOf({ machine: undefined, description: 'node (1 of 64 threads)' })).toBe(id)
})

it.each<[string, Partial<Engine>]>([
  ['precision', { facts: { ...facts, precision: 'fast' } }],
  ['compile', { facts: { ...facts, compile: 'off' } }],
  ['library', { facts: { ...facts, tensorflow: '2.22.0' } }],
  ['engine', { name: 'wasm' }],
])('is another one for another %s', (_, more) => expect(idOf(more)).not.toBe(id))

it('takes plugins by their code, and leaves out what is only said of the experiment', () => {
  const renamed = [{ name: 'other', file: 'other.mjs', sha256: 'a' }]
  expect(runId({ ...experiment, description: 'otherwise', plugins: ['other'] }, engine, renamed)).toBe(id)
  expect(runId(experiment, engine, [{ ...plugins[0]!, sha256: 'b' }])).not.toBe(id)
  expect(runId({ ...experiment, seed: 2 }, engine, plugins)).not.toBe(id)
})

it('is another one where a data file of the user has another content', () => {
  const file = (sha256: string) => runId(experiment, engine, plugins, [{ name: 'mine.csv', sha256 }])
  expect(file('a')).not.toBe(id)
  expect(file('b')).not.toBe(file('a'))
  expect(runId(experiment, engine, plugins, [])).toBe(id)
})
