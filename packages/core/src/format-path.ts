/** `stages[0].optimizer.learningRate` */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, place) => (typeof key === 'number' ? `[${key}]` : place === 0 ? String(key) : `.${String(key)}`))
    .join('')
}
