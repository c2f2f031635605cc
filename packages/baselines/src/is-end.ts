/** Whether a place among so many that were tried is the first or the last: something better may lie beyond. */
export function isEnd(place: number, count: number): boolean {
  return count > 2 && (place === 0 || place === count - 1)
}
