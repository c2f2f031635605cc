import type { MadeHashes } from '../made-set.js'

/** SHA-256 of the images and of the labels of each set with all options at their defaults. */
export const PUBLISHED_SHAPES = {
  rectangles: {
    images: 'be35b5c9fd240810e08193a3badfe7ccc18a7909511397fb4bccfc3ae29af452',
    labels: 'b0530e43c494ee271cb84bfc1ffb9d4969f10fd772b48033317610cb0f005ebe',
  },
  'rectangles-images': {
    images: '0d8885e960600eac079dbc6759ba8b67f36451cd6d26554e81f353c20dfb5e65',
    labels: 'e4efeca063c5e23b09a0ee6cd6b65407af90b54aea41caebf8949b8d7a375bf1',
  },
  convex: {
    images: '943cf13fb22162cc3705c3a6ff934d9fdff04da0efc46d44ad6b56fd41e235d0',
    labels: '24959f10eac72d4cd664adab83477e5184f495ef0486c74319614b377dd90ccf',
  },
} satisfies Record<string, MadeHashes>
