import { describe, expect, it, vi } from 'vitest'

import { DataProgress } from './data-progress.js'

/** What is written for these messages. */
function written(messages: readonly string[], terminal?: { columns: number }): string {
  let text = ''
  const stream = { isTTY: terminal !== undefined, ...terminal, write: (part: string) => void (text += part) }
  const progress = new DataProgress(stream as never)
  for (const message of messages) progress.tell(message)
  progress.finish()
  return text
}

/** What is left to read of it: `\r ESC[2K` begins the line anew. */
function visible(text: string): string[] {
  return text.split('\n').map((line) => line.split('\r\u001B[2K').at(-1)!)
}

const DOWNLOAD = [
  'downloading https://a/b.gz',
  'downloading https://a/b.gz: 1.0 of 9.9 MB',
  'downloading https://a/b.gz: 2.0 of 9.9 MB',
  'https://a/b.gz: the server answered 503',
  'making c',
  '100 of 300 examples',
  '200 of 300 examples',
]

describe('DataProgress', () => {
  it('on a terminal, has one line for what carries on, and keeps what does not', () => {
    expect(visible(written(DOWNLOAD, { columns: 80 }))).toEqual([
      'downloading https://a/b.gz: 2.0 of 9.9 MB',
      'https://a/b.gz: the server answered 503',
      'making c',
      '200 of 300 examples',
      '',
    ])
  })

  it('on a narrow terminal, takes back no line that has wrapped', () => {
    const lines = visible(written(DOWNLOAD.slice(0, 3), { columns: 24 }))
    expect(lines).toEqual([DOWNLOAD[0], 'downloa…: 2.0 of 9.9 MB', ''])
    expect(lines[1]!.length).toBeLessThan(24)
  })

  it('elsewhere, tells the first of what carries on, then now and then', () => {
    const now = vi.spyOn(performance, 'now')
    try {
      let seconds = 100
      now.mockImplementation(() => 1000 * (seconds += 4))
      const steps = Array.from({ length: 7 }, (_, step) => `${step} of 7 examples`)
      // 4 s from one to the next, 10 s at least between two lines.
      expect(written(steps).trim().split('\n')).toEqual([steps[0], steps[3], steps[6]])
    } finally {
      now.mockRestore()
    }
    expect(written(DOWNLOAD.slice(0, 4))).toBe(`${DOWNLOAD[0]}\n${DOWNLOAD[3]}\n`)
  })
})
