/** Two digits, for labels: 0.0269 → `0.027`. */
export function short(value: number): string {
  return String(Number(value.toPrecision(2)))
}

/** `10,000`. */
export function count(value: number): string {
  return value.toLocaleString('en')
}

/** Of a fraction: 0.0375 → `3.75 %`. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} %`
}
