import type { OnnxModel, OnnxTensor } from './onnx-message.js'

/** Numbers of rank 2 at most; a missing dimension is one of size 1 in front. */
interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly numbers: readonly number[]
}

/** Runs a graph in float64, by the definitions in ONNX's operator reference; a few operators on matrices. For tests. */
export function evaluateOnnx(model: OnnxModel, input: Matrix): Readonly<Record<string, readonly number[]>> {
  const values = new Map(model.initializers.map((tensor) => [tensor.name, matrixOf(tensor)]))
  values.set(model.inputs[0]!.name, input)
  for (const { type, inputs, outputs, attributes } of model.nodes) {
    const given = inputs.map((name) => values.get(name) ?? fail(`${name} is used before it is made`))
    const results = (OPERATORS[type] ?? fail(`no ${type} here`))(given, attributes as Record<string, number>)
    for (const [place, name] of outputs.entries()) values.set(name, results[place]!)
  }
  return Object.fromEntries(model.outputs.map(({ name }) => [name, values.get(name)!.numbers]))
}

function fail(message: string): never {
  throw new Error(message)
}

function matrixOf({ type, shape, bytes }: OnnxTensor): Matrix {
  const buffer = bytes.slice().buffer
  const numbers = type === 'int64' ? Array.from(new BigInt64Array(buffer), Number) : [...new Float32Array(buffer)]
  const columns = shape.at(-1) ?? 1
  return { rows: numbers.length / columns, columns, numbers }
}

type Operator = (inputs: readonly Matrix[], attributes: Readonly<Record<string, number>>) => readonly Matrix[]

const unary =
  (f: (x: number) => number): Operator =>
  ([x]) => [{ ...x!, numbers: x!.numbers.map(f) }]

const binary =
  (f: (a: number, b: number) => number): Operator =>
  ([a, b]) => [
    matrix(Math.max(a!.rows, b!.rows), Math.max(a!.columns, b!.columns), (row, column) => {
      return f(at(a!, row % a!.rows, column % a!.columns), at(b!, row % b!.rows, column % b!.columns))
    }),
  ]

const OPERATORS: Readonly<Record<string, Operator>> = {
  Identity: unary((x) => x),
  Cast: unary((x) => x),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Tanh: unary(Math.tanh),
  Relu: unary((x) => Math.max(0, x)),
  Elu: unary((x) => (x < 0 ? Math.expm1(x) : x)),
  Softplus: unary((x) => Math.log1p(Math.exp(x))),
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  GreaterOrEqual: binary((a, b) => Number(a >= b)),
  Gemm: ([a, b], { transA, transB }) => {
    const [left, right] = [transA ? turned(a!) : a!, transB ? turned(b!) : b!]
    return [
      matrix(left.rows, right.columns, (row, column) => {
        let sum = 0
        for (let k = 0; k < left.columns; k++) sum += at(left, row, k) * at(right, k, column)
        return sum
      }),
    ]
  },
  TopK: ([x, k]) => {
    const sorted = Array.from({ length: x!.rows }, (_, row) => rowOf(x!, row).toSorted((a, b) => b - a))
    return [matrix(x!.rows, k!.numbers[0]!, (row, place) => sorted[row]![place]!)]
  },
  Slice: ([x, starts, ends, axes]) => {
    if (`${axes!.numbers}` !== '1') fail('only columns are sliced here')
    const [start, end] = [starts!.numbers[0]!, ends!.numbers[0]!]
    return [matrix(x!.rows, end - start, (row, column) => at(x!, row, start + column))]
  },
  ArgMax: ([x]) => {
    const places = Array.from({ length: x!.rows }, (_, row) => rowOf(x!, row).indexOf(Math.max(...rowOf(x!, row))))
    return [matrix(1, x!.rows, (_, place) => places[place]!)]
  },
}

function matrix(rows: number, columns: number, value: (row: number, column: number) => number): Matrix {
  const numbers = Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns))
  return { rows, columns, numbers }
}

function at({ columns, numbers }: Matrix, row: number, column: number): number {
  return numbers[row * columns + column]!
}

function rowOf({ columns, numbers }: Matrix, row: number): readonly number[] {
  return numbers.slice(row * columns, (row + 1) * columns)
}

function turned(x: Matrix): Matrix {
  return matrix(x.columns, x.rows, (row, column) => at(x, column, row))
}
