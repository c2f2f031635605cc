/** 200 examples in five clusters and four classes, made by formulas that scikit-learn's numbers were made by too. */
export const clusters = Array.from({ length: 200 }, (_, i) => (i * i + Math.floor(i / 7)) % 5)
export const classes = Array.from({ length: 200 }, (_, i) => (i * i + 3 * Math.floor(i / 11)) % 4)

/** The same clusters by other names. */
export const renamed = clusters.map((cluster) => [7, 0, 4, 9, 2][cluster]!)
