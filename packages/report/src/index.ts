export { imageGridPng, imageGridSize, type ImageBatch, type ImageGridOptions } from './image-grid-png.js'
export { measuredCurves, type MeasuredRow } from './measured-curves.js'
export { measuredMatrices } from './measured-matrices.js'
export { renderReport } from './render-report.js'
export type {
  EpochNumbers,
  Figure,
  HeadlineNumber,
  MeasuredCurve,
  MeasuredLine,
  MeasuredMatrix,
  ResultRow,
  ResultTable,
  RunReport,
  Scatter,
  ScatterGroup,
  StageCurves,
  Timing,
  VectorField,
} from './run-report.js'
