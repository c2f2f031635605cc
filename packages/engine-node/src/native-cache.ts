import { join } from 'node:path'

import { cacheFolder } from '@hourglass/core'

/** Where prepared native parts are kept, once per user, whatever number of clones there is. */
export interface NativeCache {
  /** `<cache>/native/<platform>-<arch>` */
  readonly folder: string
  readonly lock: string
  /** What the last try came to: read by set-up, which tries once. */
  readonly marker: string
  /** The TensorFlow library and its C headers: see `prepared-folder.ts`. */
  readonly library: string
  /** The addon built against that library. */
  readonly addon: string
}

/** The TensorFlow whose library set-up fetches where tfjs-node's own download cannot be had. */
export const tensorflowVersion = '2.21.0'

/** To be raised with every change of how the addon is built, so that one built the old way is not linked. */
const addonRecipe = 1

/** @param tfjsNodeVersion the version of `@tensorflow/tfjs-node`, whose sources the addon is built from */
export function nativeCache(
  tfjsNodeVersion: string,
  environment: NodeJS.ProcessEnv = process.env,
  system: { platform: string; arch: string } = process,
): NativeCache {
  const folder = join(cacheFolder(environment), 'native', `${system.platform}-${system.arch}`)
  return {
    folder,
    lock: join(folder, 'lock'),
    marker: join(folder, `tfjs-node-${tfjsNodeVersion}.json`),
    library: join(folder, `tensorflow-${tensorflowVersion}`),
    addon: join(folder, `tfjs-node-${tfjsNodeVersion}-tensorflow-${tensorflowVersion}-recipe-${addonRecipe}`),
  }
}
