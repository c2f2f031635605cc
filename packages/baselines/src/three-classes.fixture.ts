import type { Split } from '@hourglass/core'

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

export function labelledSplit(rows: readonly (readonly number[])[], labels: readonly number[]): Split {
  return {
    size: rows.length,
    rows: (indices) => Float32Array.from(Array.from(indices).flatMap((i) => rows[i]!)),
    labels: Uint8Array.from(labels),
  }
}

/** Three overlapping clouds of twelve points in R³, and five points to classify; exact in float32. */
export const CLOUD_LABELS = Array.from({ length: 36 }, (_, i) => i % 3)
export const CLOUDS = CLOUD_LABELS.map((label, i) => {
  const radius = Math.sqrt(i + 1) / 3
  return [
    Math.cos(i * GOLDEN_ANGLE) * radius + 1.1 * label,
    Math.sin(i * GOLDEN_ANGLE) * radius - 0.6 * label,
    Math.cos(1.7 * i) / 2,
  ].map(Math.fround)
})
export const ASKED = Array.from({ length: 5 }, (_, i) =>
  [Math.cos(i) + 0.5, Math.sin(i) - 0.2, i / 5 - 0.4].map(Math.fround),
)

/** What scikit-learn 1.9.1 (LIBSVM) finds for the clouds: `SVC(C=2, tol=1e-12, decision_function_shape='ovo')`. */
export const REFERENCE = [
  {
    kernel: { use: 'rbf', gamma: 0.5 } as const,
    // Of the classes 0 and 1 alone.
    pair: {
      support: [0, 1, 3, 4, 7, 9, 12, 13, 15, 16, 18, 19, 21, 22, 24, 25, 27, 28, 30, 31, 33, 34],
      objective: -25.569140546481854,
      // Of the support vectors of class 0, then of class 1; + here for the first class, as LIBSVM has it inside.
      coefficients: [
        [2, 2, 0.131461169345, 2, 2, 2, 2, 1.289901271743, 0.625119790511, 0.481063559255, 0.39039737022],
        [2, 2, 1.465291396853, 0.052080910033, 1.921467462133, 2, 2, 2, 0.338004747587, 0.702889476005, 0.438209168462],
      ],
    },
    support: [
      0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
      32, 33, 34, 35,
    ],
    biases: [-0.08986039682, -0.068048985787, -0.147336190897],
    decisions: [
      -0.625455879694, -1.077313245385, -0.189832091447, 0.240245408149, 0.220023007708, 0.15031562406, 0.709240826082,
      1.203964638499, 0.691494758178, 0.386746804295, 1.255206037193, 0.861928864127, -0.464291734042, 1.057489644692,
      1.13877187839,
    ],
    classes: [2, 0, 0, 0, 1],
    wrong: 11,
  },
  {
    kernel: { use: 'linear' } as const,
    pair: {
      support: [0, 1, 3, 4, 7, 15, 16, 18, 19, 21, 22, 24, 25, 33],
      objective: -24.562580356094884,
      coefficients: [
        [2, 2, 2, 2, 2, 1.844144885058, 0.737455906121],
        [2, 2, 0.581600791179, 2, 2, 2, 2],
      ],
    },
    support: [0, 1, 2, 3, 4, 7, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 31, 32, 33, 34, 35],
    biases: [0.611848283062, 1.33832586409, 1.744139241076],
    decisions: [
      -0.707927113512, -1.008814463924, 0.258980816095, 0.217714516865, 0.457841336113, 0.847611276855, 1.028146912955,
      1.836829273421, 1.774242625808, 0.945395636159, 2.086520408153, 2.224886500736, 0.012675129189, 1.203555979383,
      1.823175144239,
    ],
    classes: [1, 0, 0, 0, 0],
    wrong: 14,
  },
]

export function kernelOf(
  kernel: { use: 'linear' } | { use: 'rbf'; gamma: number },
  x: readonly number[],
  z: readonly number[],
) {
  if (kernel.use === 'linear') return x.reduce((sum, value, d) => sum + value * z[d]!, 0)
  return Math.exp(-kernel.gamma * x.reduce((sum, value, d) => sum + (value - z[d]!) ** 2, 0))
}
