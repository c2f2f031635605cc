import { HourglassError } from '@hourglass/core'

export interface MissingData {
  /** Of the data set. */
  readonly name: string
  /** The files that are nowhere, each with what it is known by. */
  readonly wanted: readonly string[]
  /** Said before them. */
  readonly form: string
  readonly searched: readonly string[]
  /** Why each mirror failed, a line each. */
  readonly failures: readonly string[]
  /** What to download by hand. */
  readonly download: string
  /** Where downloads are kept. */
  readonly cache: string
  /** Of the folder that HOURGLASS_DATA names, where the files may be: '' for that folder itself. */
  readonly subfolder: string
  /** What would do without the files. */
  readonly instead: string
}

/** The one error for files that could be had from nowhere: what was tried, what is wanted and where to put it. */
export function missingData(missing: MissingData): HourglassError {
  const { name, wanted, form, searched, failures, download, cache, subfolder, instead } = missing
  const lines = [
    `${wanted.length} of the files of ${name} could be had neither from a folder nor from a mirror`,
    'searched:',
    ...searched.map((folder) => `  ${folder}`),
    'mirrors:',
    ...failures.map((failure) => `  ${failure}`),
  ]
  const place = subfolder === '' ? 'any folder' : `a folder ${subfolder} in any folder`
  return new HourglassError('missing-data', lines.join('\n'), {
    expected: [`${form}:`, ...wanted.map((file) => `    ${file}`)].join('\n'),
    remedy: [
      `download ${download} on a computer with a network and put them into`,
      `${cache}, or into ${place} that HOURGLASS_DATA or the option \`folder\` names; or ${instead}`,
    ].join(' '),
  })
}
