import {
  type Dataset,
  type Params,
  type Plugin,
  type Progress,
  type Split,
  type Stage,
  STAGE,
  type StageContext,
  type StageEvent,
  type Subject,
} from '@hourglass/core'
import { decodeSafetensors, eagerCompile, encodeSafetensors, free } from '@hourglass/engine'
import { tidy } from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'

import { type Bench, describeVariant, type VariantCase } from './describe-variant.js'
import { gaussianOutput } from './gaussian-output.js'
import { leakedTensors } from './leaked-tensors.js'
import { expectExactResume, readSnapshot, writeSnapshot, type WrittenSnapshot } from './exact-resume.js'
import { numbersOf } from './numbers-of.js'
import { referenceNetwork } from './reference-network.js'
import { relativeError } from './relative-error.js'

export interface StageCase extends VariantCase {
  /** Parts of the experiment that are not as in `stageSubject`: a noise, another model. */
  readonly subject?: (bench: Bench<Stage>) => Partial<Subject>
  /** The validation objective of the last epoch, as a factor of the first one's, must be below this. */
  readonly learns?: number
  /** It draws nothing: another key gives the same parameters. */
  readonly deterministic?: boolean
  /** It adds, removes or reshapes parameters. */
  readonly changesShapes?: boolean
}

/** Six-dimensional examples in [0, 1] with structure: each is one of three patterns, its pixels dimmed in turn. */
export function stageDataset(): Dataset {
  const patterns = [
    [1, 1, 0, 0, 0, 1],
    [0, 1, 1, 0, 1, 0],
    [0, 0, 0, 1, 1, 1],
  ]
  const pixel = (example: number, place: number) => patterns[example % 3]![place]! * (1 - ((example + place) % 4) / 8)
  const split = (from: number, to: number): Split => ({
    size: to - from,
    rows: (indices) =>
      Float32Array.from({ length: indices.length * 6 }, (_, at) => pixel(from + indices[Math.floor(at / 6)]!, at % 6)),
    labels: Uint8Array.from({ length: to - from }, (_, place) => (from + place) % 3),
  })
  return {
    name: 'three-patterns',
    spec: { dimensions: 6, range: [0, 1], image: [2, 3], classes: 3 },
    train: split(0, 40),
    validation: split(40, 50),
    test: split(50, 60),
    hashes: {},
  }
}

/** A whole experiment but its stages: three patterns, a 6-4-6 network, N(θ, I). */
export function stageSubject(bench: Bench<Stage>): Subject {
  const { engine } = bench
  return {
    engine,
    dataset: stageDataset(),
    model: referenceNetwork({ dimensions: 6, hidden: [4], activation: 'sigmoid' }, engine.random).model,
    loss: gaussianOutput(engine),
    noiseUse: { samples: 1, walkback: 0 },
    regularizers: [],
  }
}

/**
 * The conformance suite of stages: leaves the parameters it is given alone and returns new ones of the same names and
 * shapes, and those it says it adds; tells finite numbers, epochs counting from 1; the same bits for the same key, also from parameters that went
 * through a safetensors file, and with a compiled step the same as with an eager one; goes on from checkpoints that went
 * through a file to the same bits; hears an abort; leaves no tensor behind when it is done, stopped, resumed, or listened
 * to no longer.
 */
export function testStage(plugin: Plugin, name: string, cases: readonly StageCase[]): void {
  describeVariant(STAGE, plugin, name, cases, (bench, given) => {
    const subjectOf = (): Subject => ({ ...stageSubject(bench), ...given.subject?.(bench) })

    /** Runs the stage to its end, or until `listen` says false; frees all but the parameters it returns. */
    async function run(
      more: Partial<StageContext> = {},
      { seed = 1, listen = always as (event: StageEvent) => boolean } = {},
    ): Promise<{ params?: Params; seen: Progress[] }> {
      const subject = { ...subjectOf(), ...more }
      const initKey = bench.key('init')
      const key = bench.key('stage', seed)
      const params = more.params ?? tidy(() => subject.model.init(initKey))
      const seen: Progress[] = []
      const stage = bench.variant.run({ signal: new AbortController().signal, ...subject, params, key })
      try {
        for (;;) {
          const next = await stage.next()
          if (next.done === true) return { params: next.value, seen }
          if (next.value.kind !== 'checkpoint') seen.push(next.value)
          if (!listen(next.value)) return { seen }
        }
      } finally {
        await stage.return(params)
        free(initKey, key)
        if (more.params === undefined) free(params)
      }
    }

    async function numbersAfter(...args: Parameters<typeof run>): Promise<ReturnType<typeof numbersOf>> {
      const { params } = await run(...args)
      const numbers = numbersOf(params!)
      free(params!)
      return numbers
    }

    const initial = (): Params => tidy(() => subjectOf().model.init(bench.key('init')))

    it('returns parameters of the same names and shapes, and leaves those it was given alone', async () => {
      const params = initial()
      const before = numbersOf(params)
      const { params: after } = await run({ params })
      expect(numbersOf(params), 'the parameters a stage is given belong to its caller').toEqual(before)
      for (const tensor of Object.values(after!)) expect(Object.values(params)).not.toContain(tensor)
      if (given.changesShapes !== true) expect(shapesOf(after!)).toEqual(shapesOf(params))
      for (const values of Object.values(numbersOf(after!))) expect(values.every(Number.isFinite)).toBe(true)
      free(params, after!)
    })

    it('says nothing against an experiment that it can do, and adds the parameters that it names', async () => {
      const subject = subjectOf()
      const params = initial()
      const parameters = new Set(Object.keys(params))
      expect(() => bench.variant.check?.({ ...subject, parameters })).not.toThrow()
      const { params: after } = await run({ params })
      expect(Object.keys(after!)).toEqual(expect.arrayContaining([...parameters, ...(bench.variant.adds ?? [])]))
      free(params, after!)
    })

    it('tells finite numbers, epochs counting up from 1', async () => {
      const { params, seen } = await run()
      const epochs = seen.filter((progress) => progress.kind === 'epoch')
      for (const part of new Set(epochs.map((epoch) => epoch.part))) {
        const ofPart = epochs.filter((epoch) => epoch.part === part)
        expect(ofPart.map(({ epoch }) => epoch)).toEqual(ofPart.map((_, place) => place + 1))
      }
      for (const told of seen)
        if (told.kind === 'measured') expect(told.measurements.every(({ value }) => Number.isFinite(value))).toBe(true)
      for (const { train, validation, epoch, epochs: all } of epochs) {
        expect(epoch).toBeLessThanOrEqual(all)
        expect([...Object.values(train), ...Object.values(validation ?? {})].every(Number.isFinite)).toBe(true)
      }
      if (given.learns !== undefined) {
        const objectives = epochs.map(({ train, validation }) => (validation ?? train)['objective']!)
        expect(objectives.at(-1)! / objectives[0]!, 'last epoch / first epoch').toBeLessThan(given.learns)
      }
      free(params!)
    })

    it('gives the same bits for the same key', async () => {
      const first = await numbersAfter()
      expect(await numbersAfter()).toEqual(first)
      if (given.deterministic === true) expect(await numbersAfter({}, { seed: 2 })).toEqual(first)
      else expect(await numbersAfter({}, { seed: 2 })).not.toEqual(first)
    })

    it('gives the same bits from parameters that went through a file', async () => {
      const params = initial()
      const loaded = decodeSafetensors(encodeSafetensors(params), 'memory')
      expect(await numbersAfter({ params: loaded })).toEqual(await numbersAfter({ params }))
      free(params, loaded)
    })

    it('does the same compiled and eager', async () => {
      const eager = { ...bench.engine, compile: eagerCompile }
      const error = relativeError(await numbersAfter(), await numbersAfter({ engine: eager }))
      expect(error, 'parameters after training, relative error').toBeLessThan(COMPILED)
    })

    it('goes on from its checkpoints to the same bits and the same numbers', () => expectExactResume(run))

    it('throws the reason when it is aborted', async () => {
      const controller = new AbortController()
      controller.abort(new Error('enough of it'))
      await expect(run({ signal: controller.signal })).rejects.toThrow('enough of it')
    })

    it('leaves no tensor behind: done, aborted, or listened to no longer', async () => {
      expect(await leakedTensors(bench.engine, () => numbersAfter()), 'done').toBe(0)
      const aborted = async () => {
        const controller = new AbortController()
        controller.abort(new Error('enough'))
        await run({ signal: controller.signal }).catch(() => {})
      }
      expect(await leakedTensors(bench.engine, aborted), 'aborted').toBe(0)
      const deaf = async () => void free((await run({}, { listen: () => false })).params ?? {})
      expect(await leakedTensors(bench.engine, deaf), 'listened to no longer').toBe(0)
      const resumed = async () => {
        let written: WrittenSnapshot | undefined
        const listen = (event: StageEvent): boolean => {
          if (event.kind === 'checkpoint') written = writeSnapshot(event.take())
          return written === undefined
        }
        free((await run({}, { listen })).params ?? {})
        if (written === undefined) return
        const resume = readSnapshot(written)
        free((await run({ resume })).params!, resume.tensors)
      }
      expect(await leakedTensors(bench.engine, resumed), 'resumed').toBe(0)
    })
  })
}

/** Relative, of a whole training with compiled steps, which may round otherwise. */
const COMPILED = 1e-3

const always = (): boolean => true

function shapesOf(params: Params): Record<string, number[]> {
  return Object.fromEntries(Object.entries(params).map(([name, { shape }]) => [name, shape]))
}
