import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { decode } from 'fast-png'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

import { hourglass, startHourglass } from './hourglass-process.fixture.js'

const PLUGIN = join(import.meta.dirname, '..', 'fixtures', 'data-sets-plugin.mjs')
const folder = mkdtempSync(join(tmpdir(), 'hourglass-data-command-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let cache: string
let number = 0
beforeEach(() => (cache = join(folder, `cache-${number++}`)))

/** `hourglass data … --plugin <the fixture>`, with a cache of its own. */
function data(...args: readonly string[]) {
  return hourglass(['data', ...args, '--plugin', PLUGIN], { env: { HOURGLASS_CACHE: cache, HOURGLASS_DATA: '' } })
}

async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await data(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as Record<string, any>
}

describe('hourglass data list', () => {
  const states = async (): Promise<Record<string, any>> => {
    const sets = (await json('list')) as unknown as { name: string }[]
    return Object.fromEntries(sets.map((set) => [set.name, set]))
  }

  it('tells the state of every set, those of --plugin too, and neither loads nor downloads any', async () => {
    const sets = await states()
    expect(sets['mnist-10k']).toMatchObject({ package: '@hourglass/datasets', cite: expect.stringContaining('LeCun') })
    expect(sets['corners']).toMatchObject({ state: 'ready', package: 'data-sets-plugin', files: [] })
    expect(sets['own-file']).toMatchObject({ state: 'needs options', required: ['file'] })
    expect(sets['absent']).toMatchObject({ state: 'files missing', files: [{ name: 'absent.bin' }] })
    expect(sets['kept']).toMatchObject({ state: 'to be made', folders: [] })
    expect(sets['far-away']).toMatchObject({ state: 'to be downloaded', folders: [] })
    expect(sets['broken']).toMatchObject({ state: 'unusable', problem: expect.stringContaining('no luck') })
    expect(existsSync(cache)).toBe(false)
  })

  it('tells what has been made and downloaded since, and where it is', async () => {
    await data('make', 'kept')
    await data('fetch', 'far-away')
    const sets = await states()
    expect(sets['kept']).toMatchObject({ state: 'kept', folders: [cache] })
    expect(sets['far-away']).toMatchObject({ state: 'ready', folders: [cache] })
  })

  it('is a line for each set, and more where there is more to know', async () => {
    const { code, stdout, stderr } = await data('list')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^corners +ready +pictures whose numbers are known$/m)
    expect(stdout).toMatch(/^own-file +needs options +a file of your own\n +give --set file=…$/m)
    expect(stdout).toMatch(/^far-away +to be downloaded +is downloaded\n +missing: far-away.bin$/m)
    expect(stdout).toContain(join(cache, 'datasets'))
  })
})

describe('hourglass data make', () => {
  it('tells sizes, classes, hashes and the folder', async () => {
    // sha256sum of [[0,4],[1,4],…,[19,4]] as the fixture writes it.
    const { stdout, stderr, code } = await data('make', 'kept', '--set', 'seed=4')
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'making kept\n' })
    expect(stdout).toContain('{ seed: 4 }')
    expect(stdout).toMatch(/^ {2}train +10 examples$/m)
    expect(stdout).toMatch(/^ {2}an example +2 numbers in \[0, 99\]$/m)
    expect(stdout).toMatch(/^ {2}SHA-256 +rows {2}fdf2f5a336870b9c884880c60e34ea39e75ff3931916a2b66e40e31e16f0955c$/m)
    expect(stdout).toContain(`kept in     ${cache}`)
  })

  it('tells them as JSON, and nothing else on standard output', async () => {
    const made = await json('make', 'corners')
    expect(made).toMatchObject({
      name: 'corners',
      options: { lie: 'nothing' },
      spec: { dimensions: 6, range: [0, 1], image: [2, 3], classes: 3 },
      splits: {
        train: { examples: 30, classSizes: [20, 0, 10] },
        validation: { examples: 15 },
        test: { examples: 15 },
      },
      notes: [],
    })
    expect(made['hashes']).toEqual(made['published'])
  })

  it('takes what is kept the second time', async () => {
    await data('make', 'kept')
    expect((await data('make', 'kept')).stderr).toBe('')
  })
})

describe('hourglass data fetch', () => {
  it('downloads, tells how it goes, and where it has put it', async () => {
    const first = await data('fetch', 'far-away')
    expect(first).toMatchObject({ code: 0, stdout: `far-away: downloaded: 1 file in ${cache}\n` })
    expect(first.stderr).toContain('downloading far-away.bin')
    expect(readFileSync(join(cache, 'far-away.bin'), 'utf8')).toBe('far away')
    expect((await data('fetch', 'far-away')).stdout).toContain('everything was there already')
  })

  it.each([
    ['corners', 'nothing is to be downloaded; it needs no files'],
    ['kept', 'nothing is to be downloaded; hourglass data make makes it'],
    ['absent', 'nothing is to be downloaded; it needs files of your own'],
  ])('says that there is nothing to download for %s', async (set, expected) => {
    const { code, stdout } = await data('fetch', set)
    expect(code).toBe(0)
    expect(stdout).toContain(expected)
  })

  it('ends with 130 at Ctrl-C', async () => {
    const args = ['data', 'fetch', 'far-away', '--set', 'steps=100000', '--plugin', PLUGIN]
    const { child, finished, said } = startHourglass(args, { env: { HOURGLASS_CACHE: cache } })
    await said('downloading')
    child.kill('SIGINT')
    const { code, stdout, stderr } = await finished
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toContain('interrupted')
    expect(existsSync(cache)).toBe(false)
  })
})

describe('hourglass data verify', () => {
  it('tells what it has checked', async () => {
    const verified = await json('verify', 'corners')
    expect(verified).toMatchObject({ name: 'corners', splits: { test: { examples: 15 } } })
    const { code, stdout } = await data('verify', 'corners')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ {2}train +30 × 2 × 3 pixels in \[0, 1\], all finite; labels 0 … 2$/m)
    expect(stdout).toContain('as published')
    expect(stdout).toContain('corners is sound')
  })

  it('ends with 2 at a contradiction, and says which', async () => {
    const { code, stdout, stderr } = await data('verify', 'corners', '--set', 'lie=range')
    expect(stderr).toContain('validation: example 0 holds 0.5166666507720947 at place 2')
    expect(stderr).toContain('[0, 0.5]')
    expect(stderr).not.toMatch(/^\s+at /m)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('makes a set anew and holds it against the copy that is kept', async () => {
    expect((await data('verify', 'kept')).stdout).toContain('no copy was kept')
    expect((await data('verify', 'kept')).stdout).toContain('the same as the copy that is kept')
    const file = join(cache, 'kept-0.json')
    const content = readFileSync(file, 'utf8')
    writeFileSync(file, content.replace('[3,', '[4,'))
    const changed = await data('verify', 'kept')
    expect(changed).toMatchObject({ code: 2, stdout: '' })
    expect(changed.stderr).toContain('train: the kept copy holds other examples than what is made anew')
    expect(readFileSync(file, 'utf8')).toBe(content)
  })

  it('tells a copy that was damaged, though loading mends it in silence', async () => {
    await data('make', 'kept')
    const file = join(cache, 'kept-0.json')
    writeFileSync(file, 'rubbish')
    const { code, stderr } = await data('verify', 'kept')
    expect(stderr).toContain('the kept copy of kept was damaged')
    expect(code).toBe(2)
    expect((await data('verify', 'kept')).code).toBe(0)
  })
})

describe('every data command', () => {
  const commands = ['make', 'fetch', 'verify', 'show']

  it.each(commands)('%s tells an unknown set with the nearest one', async (command) => {
    const { code, stdout, stderr } = await data(command, 'cornes')
    expect(stderr).toContain('there is no data set "cornes"')
    expect(stderr).toContain('did you mean "corners"?')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it.each([
    ['sed=1', ['--set sed=1', 'unknown option "sed"', 'did you mean "seed"?']],
    ['seed=x', ['--set seed=x', '"x" is not a', 'whole number']],
    ['seed', ['--set seed is not a setting', 'option=value']],
    ['seed=[', ['not YAML']],
    ['use=mnist', ['--set use=mnist', 'named by the argument']],
  ])('tells a wrong --set %s', async (setting, expected) => {
    for (const command of ['make', 'verify']) {
      const { code, stdout, stderr } = await data(command, 'kept', '--set', setting)
      for (const text of expected) expect(stderr).toContain(text)
      expect(stderr).not.toMatch(/^\s+at /m)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    }
    expect(existsSync(cache)).toBe(false)
  })

  it('tells an option that is missing', async () => {
    const { code, stderr } = await data('make', 'own-file')
    expect(stderr).toContain('file: a value is missing')
    expect(code).toBe(2)
  })

  it('tells a misspelt command', async () => {
    const { code, stderr } = await hourglass(['data', 'lst'])
    expect(stderr).toContain('Did you mean list?')
    expect(code).toBe(2)
  })
})

describe('hourglass data show', () => {
  const out = (): string => join(folder, `sheet-${number}`)

  it('refuses a folder with anything in it that it has not written, before it works', async () => {
    mkdirSync(out())
    writeFileSync(join(out(), 'thesis.tex'), 'years of work')
    const { code, stderr } = await data('show', 'far-away', '--out', out())
    expect(stderr).toContain('thesis.tex')
    expect(stderr).toContain('--out')
    expect(code).toBe(2)
    expect(readdirSync(out())).toEqual(['thesis.tex'])
    expect(existsSync(cache)).toBe(false)
  })

  it('draws what the data are, pixel by pixel', async () => {
    const { files, folder: told } = await json('show', 'corners', '--out', out(), '--count', '4')
    expect(told).toBe(out())
    const { width, height, channels, data: pixels } = decode(readFileSync(files['class-0.png']))
    expect({ width, channels }).toEqual({ width: 4 * (3 * 32 + 32) - 32, channels: 4 })
    expect(height).toBe(2 * 32)
    // Of class 0 are the examples 1, 2, 4, 5: (place + 1) / 60 in the left column, 0 elsewhere.
    for (const [column, example] of [1, 2, 4, 5].entries())
      for (let y = 0; y < 64; y++)
        for (let x = 0; x < 96; x++) {
          const grey = x < 32 ? Math.round((255 * (example + 1)) / 60) : 0
          const at = (y * width + column * 128 + x) * 4
          if (pixels[at] !== grey || pixels[at + 3] !== 255)
            expect.fail(`example ${example} is ${pixels[at]} at ${x}, ${y}, not ${grey}`)
        }
  })

  it('replaces what it has written itself, whole', async () => {
    await json('show', 'corners', '--out', out())
    const pictures = readdirSync(out()).toSorted()
    expect(pictures).toEqual(
      ['.hourglass-sheet.json', 'class-0.png', 'class-2.png', 'classes.png', 'mean.png'].concat([
        'statistics.json',
        'statistics.txt',
      ]),
    )
    await json('show', 'plane', '--out', out())
    expect(readdirSync(out()).toSorted()).toEqual([
      '.hourglass-sheet.json',
      'examples.csv',
      'scatter.svg',
      'statistics.json',
      'statistics.txt',
    ])
    writeFileSync(join(out(), 'notes.txt'), 'mine')
    expect((await data('show', 'corners', '--out', out())).code).toBe(2)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('tells that a folder cannot be written', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    for (const place of [join(file, 'sheet'), file]) {
      const { code, stdout, stderr } = await data('show', 'corners', '--out', place)
      expect(stderr).toMatch(/with --out/)
      expect(stderr).not.toMatch(/^\s+at /m)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    }
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  const mountable = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0
  it.skipIf(!mountable).each([
    ['size=8k', 'the disk is full'],
    ['ro', 'read-only'],
  ])('tells a file system that is mounted with %s, and leaves nothing there', async (option, expected) => {
    const disk = join(folder, `disk-${option.slice(0, 2)}`)
    mkdirSync(disk)
    const script = `mount -t tmpfs -o ${option} tmpfs ${disk} && "$@"; code=$?; ls -A ${disk}; exit $code`
    const { code, stdout, stderr } = await hourglass(
      ['data', 'show', 'mnist-10k', '--out', join(disk, 'sheet'), '--count', '3'],
      { via: ['unshare', '-rm', 'sh', '-c', script, 'sh'] },
    )
    expect(stderr).toContain(expected)
    expect(stderr).toContain('--out')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it.each([
    [['--split', 'trian'], 'train'],
    [['--count', '0'], 'from 1 on'],
  ])('tells a wrong %j', async (args, expected) => {
    const { code, stderr } = await data('show', 'corners', '--out', out(), ...args)
    expect(stderr).toContain(expected)
    expect(code).toBe(2)
    expect(existsSync(out())).toBe(false)
  })

  it('ends with 130 at Ctrl-C, and leaves nothing', async () => {
    const args = ['data', 'show', 'far-away', '--out', out(), '--set', 'steps=100000', '--plugin', PLUGIN]
    const { child, finished, said } = startHourglass(args, { env: { HOURGLASS_CACHE: cache } })
    await said('downloading')
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130, stdout: '' })
    expect(existsSync(out())).toBe(false)
  })
})
