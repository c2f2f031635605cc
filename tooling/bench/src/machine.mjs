import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'

/** Instructions that decide how fast products are. */
const TOLD = ['avx2', 'fma', 'avx512f', 'avx512_bf16', 'avx512_fp16', 'amx_bf16', 'amx_tile']

/** One line: processor, its vector instructions, cores, memory, system. */
export function describeMachine() {
  const model = cpus()[0]?.model.trim() || 'unknown processor'
  const features = TOLD.filter((feature) => processorFeatures().includes(feature))
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return [
    model,
    ...(features.length === 0 ? [] : [features.join(' ')]),
    `${availableParallelism()} cores`,
    memory,
    `${process.platform} ${process.arch}`,
  ].join(', ')
}

function processorFeatures() {
  try {
    return /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].trim().split(' ') ?? []
  } catch {
    return []
  }
}

/** Versions by contestant's title, those of Node first. */
export function describeVersions(races) {
  const told = new Map()
  for (const { results } of races)
    for (const { title, versions } of results)
      if (versions !== undefined)
        told.set(
          title,
          Object.entries(versions)
            .map(([name, version]) => `${name} ${version}`)
            .join(', '),
        )
  return [`Node ${process.version}`, ...[...told].map(([title, versions]) => `${title}: ${versions}`)]
}
