import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Ticks of Linux' clock for processes. */
const PER_SECOND = 100

/** Seconds of processor time that a process has used so far; undefined where Linux' /proc is not. */
export function processorSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    // After the name: user time is the 12th, system time the 13th.
    return (Number(fields[11]) + Number(fields[12])) / PER_SECOND
  } catch {
    return undefined
  }
}

/** Seconds of processor time that the whole machine has used so far. */
export function machineSeconds() {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + (user + nice + sys + irq) / 1000, 0)
}
