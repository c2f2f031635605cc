import { ONNX_TYPE } from '../onnx-message.js'
import type { Operator } from '../operator.js'

/** Operators that take the kernel's inputs in order. */
function direct(type: string, attributes = {}): Operator {
  return ({ inputs }, graph) => [
    graph.add(
      type,
      Object.values(inputs).map(({ graphName }) => graphName),
      attributes,
    ),
  ]
}

/** Elementwise kernels; both sides broadcast alike. */
export const ELEMENTWISE: Readonly<Record<string, Operator>> = {
  Add: direct('Add'),
  AddN: direct('Sum'),
  Sub: direct('Sub'),
  Multiply: direct('Mul'),
  RealDiv: direct('Div'),
  Maximum: direct('Max'),
  Minimum: direct('Min'),
  Pow: direct('Pow'),
  Prelu: direct('PRelu'),
  Sigmoid: direct('Sigmoid'),
  Tanh: direct('Tanh'),
  Relu: direct('Relu'),
  Elu: direct('Elu', { alpha: { float: 1 } }),
  Selu: direct('Selu'),
  Softplus: direct('Softplus'),
  Exp: direct('Exp'),
  Log: direct('Log'),
  Sqrt: direct('Sqrt'),
  Neg: direct('Neg'),
  Abs: direct('Abs'),
  Sign: direct('Sign'),
  Reciprocal: direct('Reciprocal'),
  Floor: direct('Floor'),
  Ceil: direct('Ceil'),
  Round: direct('Round'),
  Erf: direct('Erf'),
  Sin: direct('Sin'),
  Cos: direct('Cos'),
  Tan: direct('Tan'),
  LogicalAnd: direct('And'),
  LogicalOr: direct('Or'),
  LogicalNot: direct('Not'),
  Greater: direct('Greater'),
  GreaterEqual: direct('GreaterOrEqual'),
  Less: direct('Less'),
  LessEqual: direct('LessOrEqual'),
  Equal: direct('Equal'),
  Select: direct('Where'),
  NotEqual: ({ inputs }, graph) => [
    graph.add('Not', [graph.add('Equal', [inputs['a']!.graphName, inputs['b']!.graphName])]),
  ],
  Square: ({ inputs }, graph) => [graph.add('Mul', [inputs['x']!.graphName, inputs['x']!.graphName])],
  SquaredDifference: ({ inputs }, graph) => {
    const difference = graph.add('Sub', [inputs['a']!.graphName, inputs['b']!.graphName])
    return [graph.add('Mul', [difference, difference])]
  },
  Rsqrt: ({ inputs }, graph) => [graph.add('Reciprocal', [graph.add('Sqrt', [inputs['x']!.graphName])])],
  LeakyRelu: ({ inputs, attributes }, graph) => [
    graph.add('LeakyRelu', [inputs['x']!.graphName], { alpha: { float: attributes['alpha'] as number } }),
  ],
  ClipByValue: ({ inputs, attributes }, graph) => {
    const ends = [attributes['clipValueMin'], attributes['clipValueMax']].map((end) => graph.number(end as number))
    return [graph.add('Clip', [inputs['x']!.graphName, ...ends])]
  },
  /** 1 where x > 0, else the attribute. */
  Step: ({ inputs, attributes }, graph) => {
    const isPositive = graph.add('Greater', [inputs['x']!.graphName, graph.number(0)])
    return [graph.add('Where', [isPositive, graph.number(1), graph.number((attributes['alpha'] as number) ?? 0)])]
  },
  Cast: ({ inputs, attributes }, graph) => {
    const to = ONNX_TYPE[attributes['dtype'] as keyof typeof ONNX_TYPE] as number | undefined
    return to === undefined ? undefined : [graph.add('Cast', [inputs['x']!.graphName], { to })]
  },
}
