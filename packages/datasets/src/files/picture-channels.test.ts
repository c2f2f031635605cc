import { expect, test } from 'vitest'

import { pictureChannels } from './picture-channels.js'

const of = (channels: 1 | 2 | 3 | 4, ...pixels: number[]) => ({
  height: 1,
  width: pixels.length / channels,
  channels,
  pixels: Uint8Array.from(pixels),
})

test('grey of colour is luma, 0.299 R + 0.587 G + 0.114 B', () => {
  const [red, green, blue, white] = pictureChannels(
    of(3, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255),
    1,
    undefined,
  )!
  expect(red).toBeCloseTo(76.245, 9)
  expect(green).toBeCloseTo(149.685, 9)
  expect(blue).toBeCloseTo(29.07, 9)
  expect(white).toBeCloseTo(255, 9)
  expect([...pictureChannels(of(1, 7, 9), 1, undefined)!]).toEqual([7, 9])
})

test('colour of grey is grey, three times', () => {
  expect([...pictureChannels(of(1, 7, 9), 3, undefined)!]).toEqual([7, 7, 7, 9, 9, 9])
  expect([...pictureChannels(of(3, 1, 2, 3), 3, undefined)!]).toEqual([1, 2, 3])
})

test('what is transparent shows the background, and without one there is no picture', () => {
  expect([...pictureChannels(of(2, 100, 0, 100, 51, 100, 255), 1, 200)!]).toEqual([200, 180, 100])
  expect([...pictureChannels(of(4, 10, 20, 30, 0), 3, 255)!]).toEqual([255, 255, 255])
  expect(pictureChannels(of(2, 100, 254), 1, undefined)).toBeUndefined()
  expect([...pictureChannels(of(4, 10, 20, 30, 255), 3, undefined)!]).toEqual([10, 20, 30])
})
