import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { HourglassError } from '@hourglass/core'
import { cast as castTensor, memory, tensor, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

import { createCpuEngine } from './cpu-engine.js'
import { free } from './free.js'
import { decodeSafetensors, encodeSafetensors } from './safetensors.js'

beforeAll(async () => void (await createCpuEngine()))

const valuesOf = (params: Record<string, Tensor>) =>
  Object.fromEntries(Object.entries(params).map(([name, each]) => [name, [...each.dataSync()]]))

/** Read by Python's own json and struct: another program's understanding of the format. */
const READ_BY_PYTHON = `
import json, struct, sys
data = open(sys.argv[1], 'rb').read()
n = struct.unpack('<Q', data[:8])[0]
header = json.loads(data[8:8 + n])
body = data[8 + n:]
codes = {'F32': 'f', 'I32': 'i'}
print(json.dumps({k: [v['shape'], list(struct.unpack('<%d%s' % ((v['data_offsets'][1] - v['data_offsets'][0]) // 4, codes[v['dtype']]), body[slice(*v['data_offsets'])]))] for k, v in header.items()}))
assert n % 8 == 0 and sum((e['data_offsets'][1] - e['data_offsets'][0]) for e in header.values()) == len(body)
`

describe('safetensors', () => {
  it.skipIf(spawnSync('python3', ['--version']).status !== 0)('is what Python reads', () => {
    const params = { W: tensor2d([[1, -2.5, 2 ** 30]]), b: tensor1d([0.25]), 'σ/n': tensor1d([7, -8], 'int32') }
    const folder = mkdtempSync(join(tmpdir(), 'hourglass-safetensors-'))
    try {
      writeFileSync(join(folder, 'w.safetensors'), encodeSafetensors(params))
      const read: unknown = JSON.parse(
        execFileSync('python3', ['-c', READ_BY_PYTHON, join(folder, 'w.safetensors')], { encoding: 'utf8' }),
      )
      expect(read).toEqual({
        W: [
          [1, 3],
          [1, -2.5, 2 ** 30],
        ],
        b: [[1], [0.25]],
        'σ/n': [[2], [7, -8]],
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('gives back what it was given, whatever the names, shapes and order', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__' && name !== '__proto__'),
          fc.float32Array({ minLength: 1, maxLength: 12, noNaN: true }),
          { maxKeys: 5 },
        ),
        (record) => {
          const params = Object.fromEntries(Object.entries(record).map(([name, values]) => [name, tensor([...values])]))
          const bytes = encodeSafetensors(params)
          const reversed = Object.fromEntries(Object.entries(params).toReversed())
          expect(encodeSafetensors(reversed)).toEqual(bytes)
          const decoded = decodeSafetensors(bytes, 'memory')
          expect(valuesOf(decoded)).toEqual(valuesOf(params))
          free(params, decoded)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('refuses whatever is broken with an error of ours, and makes no tensor of it', () => {
    const params = { W: tensor2d([[1, 2, 3]]), b: tensor1d([4]) }
    const whole = encodeSafetensors(params)
    const before = memory().numTensors
    const refusals = [
      whole.subarray(0, 5),
      whole.subarray(0, whole.length - 1),
      Uint8Array.from({ length: 64 }, () => 0xff),
      Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x78]),
    ]
    for (const bytes of refusals)
      expect(() => decodeSafetensors(bytes, 'broken.safetensors')).toThrow(
        expect.objectContaining({
          code: 'invalid-safetensors',
          place: { source: 'broken.safetensors' },
        }) as HourglassError,
      )
    expect(memory().numTensors).toBe(before)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (place, byte) => {
        const bytes = Uint8Array.from(whole)
        bytes[place] = byte
        try {
          free(decodeSafetensors(bytes, 'mutated'))
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid-safetensors' })
        }
        expect(memory().numTensors).toBe(before)
      }),
      { numRuns: 1000 },
    )
  })

  it('writes what was cast from bool, whose data are bytes still, as float32', () => {
    const cast = { bits: castTensor(tensor1d([1, 0, 1], 'bool'), 'float32') }
    expect(valuesOf(decodeSafetensors(encodeSafetensors(cast), 'memory'))).toEqual({ bits: [1, 0, 1] })
  })

  it('reads a Buffer, as a file comes, like any bytes', () => {
    const params = { W: tensor2d([[1, -2.5]]), b: tensor1d([0.25]) }
    const file = Buffer.concat([Buffer.alloc(3), encodeSafetensors(params)]).subarray(3)
    expect(valuesOf(decodeSafetensors(file, 'memory'))).toEqual({ W: [1, -2.5], b: [0.25] })
  })
})
