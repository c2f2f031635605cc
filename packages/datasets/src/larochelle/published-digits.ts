import type { MadeHashes } from '../made-set.js'
import type { MnistVariationOptions } from './mnist-variation-options.js'

/** All five have the same digits in the same order. */
const OF_MNIST = 'a9030d6826e1800efba8c18c38fb72b33a9d7eb7c58f9dfe1a7398db757ede91'
const OF_MNIST_10K = '050e8450fa4161b40210268d433f8600188c99749c2dae0c077cb86133f283d7'

/** SHA-256 of the images and of the labels of each set, by whose digits, with all other options at their defaults. */
export const PUBLISHED_DIGITS = {
  'mnist-basic': published(
    'aac152740eebd65b6beb369554c17363c3989164264bb137f6696a06d3af9f0c',
    '3d67ee7d5e8883a34d9cecf2fe345d950a462e64eb46bf9857e03c13552e2d72',
  ),
  'mnist-rot': published(
    'e32120d995cf378958676375680f7352a83a96563710203104e2c3b381c59451',
    'def75ebd5eb56efdc10dd9b5a79b978e829f371f79b64cf6132e1f2481392caf',
  ),
  'mnist-bg-rand': published(
    'a0fd376f77edc664bd56e6edee42b340ac57e330875d47cb7a1c10a07ac9fad4',
    'd56df94df665dce3b98372d9787b31736f5ab7d23d11e43b1410723559e93421',
  ),
  'mnist-bg-img': published(
    'a70f73041f61bd7a699c7d808935b1e1983c1fa31721734eee59e595c4763328',
    '351f18abe43bb6c9697c65d84903415b5af6766940472b03767a26c6da5f0970',
  ),
  'mnist-bg-img-rot': published(
    '7f37394ce080d1ccfb9bcc418333c41aad339065c2713e8f51bfba3770963d2e',
    'c25fab55512703b0a268c2fd126e6c85d8dafcdf0aaa683918d367fbefefe44b',
  ),
}

function published(images: string, of10k: string): Readonly<Record<MnistVariationOptions['digits'], MadeHashes>> {
  return { mnist: { images, labels: OF_MNIST }, 'mnist-10k': { images: of10k, labels: OF_MNIST_10K } }
}
