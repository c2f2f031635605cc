import { DATASET, definePlugin } from '@hourglass/core'

import { amat, amatOptions } from './amat.js'
import { csv, csvOptions } from './csv.js'
import { idxFiles, idxFilesOptions } from './idx-files.js'
import { imageFolder, imageFolderOptions } from './image-folder.js'
import { numpy, numpyOptions } from './numpy.js'

/** The data sets of one's own files, as the plugin of this package registers them. */
export const filesPlugin = definePlugin({
  name: 'files',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(DATASET, 'amat', { summary: 'text', options: amatOptions, create: (options) => amat(options) })
      .add(DATASET, 'csv', { summary: 'text', options: csvOptions, create: (options) => csv(options) })
      .add(DATASET, 'idx', { summary: 'bytes', options: idxFilesOptions, create: (options) => idxFiles(options) })
      .add(DATASET, 'images', {
        summary: 'pictures',
        options: imageFolderOptions,
        create: (options) => imageFolder(options),
      })
      .add(DATASET, 'numpy', { summary: 'arrays', options: numpyOptions, create: (options) => numpy(options) }),
})
