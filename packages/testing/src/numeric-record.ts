/** Float64 arrays by name: parameters or gradients outside the tensor library. */
export type NumericRecord = Readonly<Record<string, Float64Array>>
