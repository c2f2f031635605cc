export { imageGridPng, imageGridSize, type ImageBatch, type ImageGridOptions } from './image-grid-png.js'
export { measuredCurves, type MeasuredRow } from './measured-curves.js'
export { renderReport } from './render-report.js'
export type {
  EpochNumbers,
  Figure,
  HeadlineNumber,
  MeasuredCurve,
  MeasuredLine,
  ResultRow,
  ResultTable,
  RunReport,
  StageCurves,
  Timing,
  VectorField,
} from './run-report.js'
