import { canonicalJson, contentHash, type Engine } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import {
  type Cell,
  type CellRecord,
  type Change,
  type Job,
  type Settings,
  settingsLabel,
  type Sweep,
  type Unit,
  units,
} from '@hourglass/sweep'

import type { LoadedSweep } from './load-sweep.js'
import { type OwnFile, ownFiles } from './own-files.js'
import { jobId, JobResolver, type ResolvedExperiment } from './resolve-job.js'
import { RunDirectory } from './run-directory.js'
import { runId } from './run-id.js'
import type { SweepJob } from './sweep-job.js'

/** A sweep with every job of which anything is known resolved and checked. */
export interface SweepPlan {
  readonly sweep: Sweep
  readonly cells: readonly CellRecord[]
  readonly units: readonly Unit[]
  /** The jobs that can be run at once, in the order of the table. */
  readonly first: readonly SweepJob[]
  /** Of all that is to be trained, the same on every machine. */
  readonly hash: string
  /** A job as the run that it is. */
  jobOf(job: Job): Promise<SweepJob>
}

/**
 * Resolves every job before any is run, so that what is wrong with one of them is told at once.
 *
 * @param runs the folder of run directories
 * @throws HourglassError with the place in the sweep or in the experiment it extends
 */
export async function planSweep(
  { sweep, cells, files }: LoadedSweep,
  engine: Pick<Engine, 'name' | 'facts'>,
  runs: string,
): Promise<SweepPlan> {
  const resolver = new JobResolver(files, sweep)
  const ownFilesOf = ownFilesOnce()
  const jobOf = async (job: Job): Promise<SweepJob> => {
    const resolved = await resolver.resolve(job)
    const { experiment, plugins } = resolved
    const own = await ownFilesOf(resolved)
    const directory = RunDirectory.of(runs, experiment.name, runId(experiment, engine, plugins, own))
    const run = directory.path.slice(runs.length + 1)
    return { job, experiment, id: jobId(resolved), run, directory, label: jobLabel(job) }
  }
  const all = units(cells)
  const first: SweepJob[] = []
  for (const job of all.flatMap(({ jobs }) => jobs)) first.push(await jobOf(job))
  const records = cells.map(cellRecord)
  const hash = contentHash({ cells: records, jobs: first.map(({ id }) => id) }).slice(0, 12)
  return { sweep, cells: records, units: all, first, hash, jobOf }
}

/** Data files are read once, however many jobs read them. */
function ownFilesOnce(): (resolved: ResolvedExperiment) => Promise<readonly OwnFile[]> {
  const known = new Map<string, Promise<OwnFile[]>>()
  // The data set is only asked for its files: any engine will do.
  const engine = createCpuEngine()
  return async ({ host, experiment }) => {
    const key = canonicalJson(experiment.dataset)
    if (!known.has(key)) known.set(key, ownFiles(host, experiment, await engine))
    return known.get(key)!
  }
}

function cellRecord({ place, row, combination, seeds, published, search }: Cell): CellRecord {
  return {
    place,
    ...(row !== undefined && { row }),
    settings: settingsOf(combination),
    seeds,
    ...(published && { published }),
    ...(search && {
      search: {
        trials: search.chosen
          ? []
          : search.trials.map(({ number, changes }) => ({ number, settings: settingsOf(changes) })),
        seeds: search.seeds,
        ...(search.by !== undefined && { by: search.by }),
        ...(search.chosen && { chosen: settingsOf(search.chosen) }),
      },
    }),
  }
}

export function settingsOf(changes: readonly Change[]): Settings {
  return Object.fromEntries(changes.map(({ path, value }) => [path, value]))
}

/** `CAE, fraction=0.1, trial 3, seed 2`. */
export function jobLabel({ cell, trial, seed }: Job): string {
  const settings = settingsLabel(settingsOf(cell.combination))
  const parts = [cell.row, settings, trial === undefined ? '' : `trial ${trial}`, `seed ${seed}`]
  return parts.filter(Boolean).join(', ')
}
