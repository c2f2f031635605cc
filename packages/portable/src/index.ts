export { loadModel, type LoadModelOptions, type PortableModel } from './load-model.js'
export {
  CONFIG_FILE,
  dataOf,
  FORMAT_VERSION,
  type ModelConfig,
  parseModelConfig,
  specOf,
  WEIGHTS_FILE,
} from './model-config.js'
export type { ModelFiles, ModelSource } from './model-files.js'
export { ONNX_FILES, onnxFiles } from './onnx/onnx-files.js'
export { type ModelFacts, packModel, pluginsOf } from './pack-model.js'
export type { Rows } from './rows.js'
