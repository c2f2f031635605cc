import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'

import { contentHash, type EpochProgress, type Params, type Snapshot } from '@hourglass/core'
import { decodeSafetensors, encodeSafetensors, free } from '@hourglass/engine'

import type { CheckpointPolicy } from './checkpoint-policy.js'
import type { RunDirectory } from './run-directory.js'
import type { StageMeasurement, StageResult } from './run-result.js'

/** What a run has told of the stage it is in. */
export interface StageSoFar {
  readonly epochs: readonly EpochProgress[]
  readonly notes: readonly string[]
  readonly measured?: readonly StageMeasurement[]
  readonly seconds: number
}

/** Where a run stands. */
export interface RunPoint {
  /** Place of the stage it is in, or that comes next. */
  readonly stage: number
  readonly finished: readonly StageResult[]
  readonly soFar: StageSoFar
  /** Absent at the beginning of the stage. */
  readonly snapshot?: Snapshot
}

/** A point read back, its tensors the caller's. */
export interface RestoredPoint extends RunPoint {
  /** What the stage began with; absent for the first one, which begins with fresh parameters. */
  readonly params?: Params
  readonly serial: number
  /** What the run that wrote it knew of its machine: threads and the like. */
  readonly writtenBy: WrittenBy
}

/** Who wrote a checkpoint: code and machine that the last bits hang on. */
export interface WrittenBy {
  readonly commit?: string
  readonly threads?: number
}

interface FileRecord {
  readonly file: string
  readonly sha256: string
}

/** A checkpoint's JSON; its tensors lie beside it. */
interface PointRecord extends Omit<RunPoint, 'snapshot'> {
  readonly position?: Snapshot['position']
  readonly tensors?: FileRecord
  /** What each stage that is over ended with. */
  readonly stageFiles: readonly FileRecord[]
  /** Length of metrics.jsonl: what was written to it later is cut off. */
  readonly logBytes: number
  readonly writtenBy: WrittenBy
}

const LOG = 'metrics.jsonl'
const FOLDER = 'checkpoints'

/**
 * The checkpoints of one run: `checkpoints/000012.safetensors` with the tensors, and `000012.json` with all else, which is
 * written last and carries the SHA-256 of both. One that is cut short, or was changed, is none. What each stage ended
 * with stays as `stage-0.safetensors`, ….
 */
export class Checkpoints {
  readonly #directory: RunDirectory
  readonly #policy: CheckpointPolicy
  readonly #writtenBy: WrittenBy
  #stageFiles: readonly FileRecord[] = []
  #serial = 0
  #steps = 0
  #written = performance.now()

  constructor(directory: RunDirectory, policy: CheckpointPolicy, writtenBy: WrittenBy = {}) {
    this.#directory = directory
    this.#policy = policy
    this.#writtenBy = writtenBy
  }

  /** To be asked once a step. */
  due(): boolean {
    this.#steps++
    const { every } = this.#policy
    if ('steps' in every) return this.#steps >= every.steps
    return performance.now() - this.#written >= 1000 * every.seconds
  }

  /** Writes where the run stands, and removes the oldest ones once it is there. */
  save(point: RunPoint): void {
    const { snapshot, ...rest } = point
    this.#serial++
    const name = `${FOLDER}/${serialName(this.#serial)}`
    const record: PointRecord = {
      ...rest,
      ...(snapshot !== undefined && {
        position: snapshot.position,
        tensors: this.#write(`${name}.safetensors`, encodeSafetensors(snapshot.tensors)),
      }),
      stageFiles: this.#stageFiles,
      logBytes: existsSync(this.#directory.file(LOG)) ? statSync(this.#directory.file(LOG)).size : 0,
      writtenBy: this.#writtenBy,
    }
    this.#directory.writeJson(`${name}.json`, { ...record, sha256: contentHash(record) })
    for (const serial of this.#serials().slice(0, -this.#policy.keep)) this.#remove(serial)
    this.#steps = 0
    this.#written = performance.now()
  }

  /** What the stage that is over ended with; part of every point from now on. */
  saveStage(params: Params): void {
    const name = `${FOLDER}/stage-${this.#stageFiles.length}.safetensors`
    this.#stageFiles = [...this.#stageFiles, this.#write(name, encodeSafetensors(params))]
  }

  /**
   * The newest point that is whole, and cuts the log to what it was then. Whatever is newer and broken is told and
   * removed; `undefined` where there is none.
   */
  restore(tell: (message: string) => void): RestoredPoint | undefined {
    for (const serial of this.#serials().toReversed()) {
      try {
        const point = this.#read(serial)
        this.#serial = serial
        this.#written = performance.now()
        // Tensors whose JSON was never written.
        this.#removeOthers(this.#serials())
        return point
      } catch (error) {
        const name = `${FOLDER}/${serialName(serial)}`
        tell(`checkpoint ${name} is of no use: ${(error as Error).message.split('\n')[0]}`)
        this.#remove(serial)
      }
    }
    return undefined
  }

  /** Of a run that is finished: only what its stages ended with stays. */
  clear(): void {
    this.#removeOthers([])
  }

  #read(serial: number): RestoredPoint {
    const text = readFileSync(this.#directory.file(`${FOLDER}/${serialName(serial)}.json`), 'utf8')
    const { sha256, ...record } = JSON.parse(text) as PointRecord & { sha256: string }
    if (contentHash(record) !== sha256) throw new Error('its SHA-256 is another one than when it was written')
    const { position, tensors, stageFiles, logBytes, ...rest } = record
    const log = this.#directory.file(LOG)
    if ((existsSync(log) ? statSync(log).size : 0) < logBytes) throw new Error(`${LOG} is shorter than it was then`)
    const read: Record<string, Params> = {}
    try {
      for (const [name, file] of Object.entries({ tensors, params: stageFiles.at(-1) }))
        if (file !== undefined) read[name] = decodeSafetensors(this.#verified(file), file.file)
    } catch (error) {
      free(read)
      throw error
    }
    this.#stageFiles = stageFiles
    this.#directory.cut(LOG, logBytes)
    return {
      ...rest,
      serial,
      ...(read['params'] && { params: read['params'] }),
      ...(position && read['tensors'] && { snapshot: { position, tensors: read['tensors'] } }),
    }
  }

  #verified({ file, sha256 }: FileRecord): Uint8Array {
    const bytes = readFileSync(this.#directory.file(file))
    if (hashOf(bytes) !== sha256) throw new Error(`${file} has another SHA-256 than when it was written`)
    return bytes
  }

  #write(file: string, bytes: Uint8Array): FileRecord {
    this.#directory.write(file, bytes)
    return { file, sha256: hashOf(bytes) }
  }

  /** Of the checkpoints whose JSON is there, oldest first. */
  #serials(): number[] {
    const folder = this.#directory.file(FOLDER)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .flatMap((name) => /^(\d{6,})\.json$/.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((a, b) => a - b)
  }

  #removeOthers(kept: readonly number[]): void {
    const names = kept.map((serial) => serialName(serial))
    for (const name of readdirSync(this.#directory.file(FOLDER))) {
      const serial = /^(\d{6,})\.(?:json|safetensors)$/.exec(name)?.[1]
      if (serial !== undefined && !names.includes(serial))
        rmSync(this.#directory.file(`${FOLDER}/${name}`), { force: true })
    }
  }

  /** The JSON first: without it the tensors are no checkpoint. */
  #remove(serial: number): void {
    for (const ending of ['json', 'safetensors'])
      rmSync(this.#directory.file(`${FOLDER}/${serialName(serial)}.${ending}`), { force: true })
  }
}

function serialName(serial: number): string {
  return String(serial).padStart(6, '0')
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
