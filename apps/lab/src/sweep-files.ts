import { HourglassError } from '@hourglass/core'
import { isSweep, type NamedFile, type Origin, parseSweepFile } from '@hourglass/sweep'

import { type ExperimentSource, readSweepSource } from './experiment-source.js'
import { parseYamlFile, type YamlFile } from './yaml-file.js'

const EXPECTED = {
  what: 'a sweep',
  expected: 'name, extends, and matrix, rows or seeds',
  yamlRemedy: 'within { } put a path that has [ ] in quotes: { "stages[0].epochs": 5 }',
}

interface ReadFile {
  readonly source: ExperimentSource
  readonly yaml: YamlFile
}

/** The files that a sweep is made of, for as long as messages may have to point into them. */
export class SweepFiles {
  readonly #read = new Map<string, ReadFile>()

  /**
   * A sweep and all sweeps that it extends, the one that it all begins with first.
   *
   * @throws HourglassError `not-a-sweep`, `endless-extends`, and what reading and parsing throw
   */
  chain(fileOrName: string): readonly NamedFile[] {
    const first = this.#open(fileOrName)
    if (!isSweep(first.yaml.value)) throw notASweep(first.source.name)
    return this.#chainTo(first, [])
  }

  /** What a sweep extends, and what extends it. */
  #chainTo({ source: { name, folder }, yaml }: ReadFile, after: readonly NamedFile[]): readonly NamedFile[] {
    if (after.some(({ source }) => source === name))
      throw new HourglassError('endless-extends', `"${name}" extends itself`, {
        place: { source: name, path: 'extends', ...yaml.positionOf('extends') },
      })
    const file = this.located(() => parseSweepFile(yaml.value), name)
    const chain = [{ source: name, file }, ...after]
    if (file.extends === undefined) return chain
    const before = this.located(() => this.#open(file.extends!, folder), name, 'extends')
    return isSweep(before.yaml.value) ? this.#chainTo(before, chain) : chain
  }

  /** An experiment that a sweep or a row extends. */
  base(name: string, { source, path }: Origin): ReadFile {
    const { folder } = this.#read.get(source)!.source
    const found = this.located(() => this.#open(name, folder), source, path)
    if (!isSweep(found.yaml.value)) return found
    throw this.locate(
      new HourglassError('not-an-experiment', `"${name}" is a sweep`, {
        place: { source, path },
        expected: 'an experiment, for a row extends no other sweep',
      }),
    )
  }

  folderOf({ source }: Origin): string {
    return this.#read.get(source)!.source.folder
  }

  /** Adds line and column to an error whose source is one of these files. */
  locate(error: HourglassError): HourglassError {
    const { source, path = '', line } = error.place ?? {}
    const file = source === undefined || line !== undefined ? undefined : this.#read.get(source)
    return file === undefined ? error : error.at({ source, ...file.yaml.positionOf(path) })
  }

  /** What `work` throws, with its place in one of these files. */
  located<Result>(work: () => Result, source: string, path?: string): Result {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof HourglassError)) throw error
      const known =
        error.place?.source === undefined ? error.at({ source, ...(path !== undefined && { path }) }) : error
      throw this.locate(known)
    }
  }

  #open(fileOrName: string, from?: string): ReadFile {
    const source = readSweepSource(fileOrName, from)
    const read = this.#read.get(source.name) ?? { source, yaml: parseYamlFile(source, EXPECTED) }
    this.#read.set(source.name, read)
    return read
  }
}

function notASweep(name: string): HourglassError {
  return new HourglassError('not-a-sweep', `"${name}" is an experiment, not a sweep`, {
    expected: 'a file with extends, matrix, rows, seeds or select',
    remedy: `hourglass run ${name}, or write a sweep that extends it`,
  })
}
