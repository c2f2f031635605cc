import { mean } from './moments.js'

/** Pearson's r = Σ (x_i − x̄)(y_i − ȳ) / √(Σ (x_i − x̄)² Σ (y_i − ȳ)²). For independent samples √n·r is about N(0, 1). */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) throw new RangeError(`${x.length} numbers do not pair with ${y.length}`)
  const centreX = mean(x)
  const centreY = mean(y)
  let products = 0
  let squaresX = 0
  let squaresY = 0
  for (let place = 0; place < x.length; place++) {
    const dx = x[place]! - centreX
    const dy = y[place]! - centreY
    products += dx * dy
    squaresX += dx * dx
    squaresY += dy * dy
  }
  return products / Math.sqrt(squaresX * squaresY)
}
