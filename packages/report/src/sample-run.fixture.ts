import { imageGridPng } from './image-grid-png.js'
import type { EpochNumbers, RunReport } from './run-report.js'

/** An epoch whose objective is its nll plus a penalty. */
export function sampleEpoch(epoch: number, nll: number): EpochNumbers {
  return {
    epoch,
    seconds: 2,
    examplesPerSecond: 4000,
    train: { objective: nll + 1, nll, 'weight-decay': 1 },
    validation: { objective: nll + 3, nll: nll + 2, 'weight-decay': 1 },
  }
}

export const SAMPLE_PNG = imageGridPng({ pixels: Uint8Array.of(0, 255), count: 2, height: 1, width: 1 }, { columns: 2 })

/** A run for tests; every part can be replaced. */
export function sampleRun(parts: Partial<RunReport> = {}): RunReport {
  return {
    name: 'quickstart',
    id: '9f3a1c77e0b24d5f',
    description: 'A denoising autoencoder on real digits.',
    finishedAt: '2026-03-04T12:22:31+02:00',
    engine: 'wasm (SIMD)',
    headline: [{ label: 'NLL on clean test digits', value: 71.834, unit: 'nats', better: 'lower' }],
    table: {
      columns: ['NLL (nats)', 'squared error'],
      rows: [
        { label: 'this model', cells: [71.834, 4.2], emphasis: true },
        { label: 'PCA', cells: [89.13, 'n/a'] },
      ],
      caption: 'Mean over 1,000 test digits.',
    },
    stages: [{ name: 'pretrain', epochs: [sampleEpoch(1, 200), sampleEpoch(2, 90)], bestEpoch: 2 }],
    figures: [{ title: 'Strip', caption: 'Digits.', png: SAMPLE_PNG, width: 9, height: 3, rowLabels: ['original'] }],
    experimentYaml: 'name: quickstart\n# a comment\nstages:\n  - use: pretrain\n    url: https://example.org/data\n',
    environment: { node: '20.20.2', cpu: { cores: 2 } },
    timings: [
      { label: 'pretrain', seconds: 40 },
      { label: 'data', seconds: 10 },
    ],
    notes: ['Early stopping looked at the validation NLL.'],
    command: 'hourglass run quickstart --seed 1',
    ...parts,
  }
}
