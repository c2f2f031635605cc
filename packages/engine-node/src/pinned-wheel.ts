import { tensorflowVersion } from './native-cache.js'

/**
 * The one wheel that is ever used, whatever index or mirror pip asks: `tensorflow-cpu` for CPython 3.11, of which only
 * the C++ library and the C headers are taken, so the Python on the machine may be any.
 */
export const pinnedWheel = {
  requirement: `tensorflow-cpu==${tensorflowVersion}`,
  /** pip's own description of a machine that is not this one. */
  pipArguments: ['--python-version=3.11', '--implementation=cp', '--abi=cp311', '--platform=manylinux_2_27_x86_64'],
  fileName: `tensorflow_cpu-${tensorflowVersion}-cp311-cp311-manylinux_2_27_x86_64.whl`,
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  bytes: 273_829_956,
  /** What the wanted members take once unpacked. */
  unpackedBytes: 853_000_000,
} as const

/** The libraries' file names, which are also the names they are known by to the dynamic loader. */
export const libraryNames = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const

const headers = 'tensorflow/include/'
const wantedHeaders = [
  /^tensorflow\/c\/[^/]+\.h$/,
  /^tensorflow\/c\/eager\/[^/]+\.h$/,
  /^tensorflow\/core\/platform\/ctstring(_internal)?\.h$/,
  /^tsl\/platform\/ctstring(_internal)?\.h$/,
  /^xla\/tsl\/c\/[^/]+\.h$/,
  /^LICENSE$/,
]

/** Where a member of the wheel goes in the prepared folder; `undefined` for the 15,000 that are not needed. */
export function placeOfMember(member: string): string | undefined {
  const library = libraryNames.find((name) => member === `tensorflow/${name}`)
  if (library !== undefined) return `lib/${library}`
  if (member === 'tensorflow/THIRD_PARTY_NOTICES.txt') return 'THIRD_PARTY_NOTICES.txt'
  if (!member.startsWith(headers)) return undefined
  const header = member.slice(headers.length)
  return wantedHeaders.some((pattern) => pattern.test(header)) ? `include/${header}` : undefined
}
