export { chooseEngine, type ChosenEngine, type EngineOptions } from './choose-engine.js'
export {
  createLab,
  type Lab,
  type LabExperiment,
  type LabOptions,
  type LabRun,
  type LabRunOptions,
} from './create-lab.js'
export { EngineWarnings } from './engine-warnings.js'
export { builtInExperiments, type ExperimentSource, readExperimentSource } from './experiment-source.js'
export { type LoadedExperiment, loadExperiment } from './load-experiment.js'
export { RunDirectory } from './run-directory.js'
export { type PluginFile, runId } from './run-id.js'
export { runExperiment } from './run-experiment.js'
export type { RunObserver, RunRequest } from './run-request.js'
export type { ResultRow, RunResult, StageResult } from './run-result.js'
export { STANDARD_PLUGINS } from './standard-plugins.js'
export { writeReport } from './write-report.js'
