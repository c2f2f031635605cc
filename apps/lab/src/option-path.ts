import { HourglassError } from '@hourglass/core'

export type OptionPath = readonly (string | number)[]

const STEP = /^(?:\.?([A-Za-z_][\w-]*)|\[(\d+)\])/

/** `stages[0].optimizer.learningRate` → ['stages', 0, 'optimizer', 'learningRate']. */
export function parseOptionPath(text: string): OptionPath | undefined {
  const path: (string | number)[] = []
  let rest = text
  while (rest !== '') {
    const step = STEP.exec(rest)
    if (step === null) return undefined
    path.push(step[1] ?? Number(step[2]))
    rest = rest.slice(step[0].length)
  }
  return path.length === 0 ? undefined : path
}

/** A copy of `value` with the option at `path` set; objects that are missing on the way are made. */
export function setOption(value: unknown, path: OptionPath, option: unknown, source: string): unknown {
  const [key, ...rest] = path
  if (key === undefined) return option
  if (typeof key === 'number') {
    const list = Array.isArray(value) ? [...(value as unknown[])] : []
    if (key > list.length)
      throw new HourglassError('invalid-option', `there is no item [${key}]`, {
        place: { source },
        expected: `an item from [0] to [${list.length}]`,
      })
    list[key] = setOption(list[key], rest, option, source)
    return list
  }
  // A plugin named by its bare name becomes { use: name }, so that an option of it can be set.
  const object =
    typeof value === 'string' ? { use: value } : typeof value === 'object' && !Array.isArray(value) ? value : {}
  return { ...object, [key]: setOption((object as Record<string, unknown> | null)?.[key], rest, option, source) }
}

/**
 * A copy of `value` without the option at `path`; what is not there need not be taken away.
 *
 * @throws HourglassError `invalid-option` for an item of a list
 */
export function removeOption(value: unknown, path: OptionPath): unknown {
  const [key, ...rest] = path
  if (typeof value !== 'object' || value === null || key === undefined) return value
  if (Array.isArray(value)) {
    if (rest.length === 0)
      throw new HourglassError('invalid-option', 'an item cannot be taken out of a list', {
        remedy: 'set the whole list without it',
      })
    return value.map((item: unknown, place) => (place === key ? removeOption(item, rest) : item))
  }
  const { [key]: inside, ...others } = value as Record<string | number, unknown>
  return rest.length === 0 || inside === undefined ? others : { ...value, [key]: removeOption(inside, rest) }
}
