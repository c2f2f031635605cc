export { imageGridPng, imageGridSize, type ImageBatch, type ImageGridOptions } from './image-grid-png.js'
export { renderReport } from './render-report.js'
export type {
  EpochNumbers,
  Figure,
  HeadlineNumber,
  ResultRow,
  ResultTable,
  RunReport,
  StageCurves,
  Timing,
} from './run-report.js'
