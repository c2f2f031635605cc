import { customGrad, mul, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core'

type Save = (tensors: Tensor[]) => void

/**
 * An elementwise f(a, b, …) with its partial derivatives in closed form, [∂f/∂a, ∂f/∂b, …], all of the arguments' shape:
 * fewer passes than the tape would take, exact where f is computed by a selection, whose comparisons have no gradient.
 * Neither function is on the tape, so f has first derivatives only, as everything here.
 */
export function withPartials<Arguments extends Tensor2D[]>(
  f: (...at: Arguments) => Tensor2D,
  partials: (...at: Arguments) => { [place in keyof Arguments]: Tensor2D },
): (...at: Arguments) => Tensor2D {
  return customGrad((...given: (Tensor | Save)[]) => {
    const at = given.slice(0, -1) as Arguments
    const save = given.at(-1) as Save
    save(at)
    return {
      value: f(...at),
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        partials(...(saved as Arguments)).map((partial) => mul(dy, partial)) as Tensor[],
    }
  }) as (...at: Arguments) => Tensor2D
}
