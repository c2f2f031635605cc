/** A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009: CIFAR-10 in its binary layout. */

/** Ten thousand examples, known by the SHA-256 of the uncompressed file. */
export interface CifarBatch {
  /** As published, without `.bin`. */
  readonly name: string
  readonly rows: number
  readonly sha256: string
}

/** The archive of all batches, known by the SHA-256 of its compressed form. */
export interface CifarArchive {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  /** Addresses of the archive itself. */
  readonly urls: readonly string[]
}

/** 1 byte of label, then 32 × 32 bytes each of red, green and blue, row-major. */
export const PIXELS = 32 * 32
export const ROW_BYTES = 1 + 3 * PIXELS

export const TRAINING_BATCHES = [
  'data_batch_1',
  'data_batch_2',
  'data_batch_3',
  'data_batch_4',
  'data_batch_5',
] as const
export const TEST_BATCHES = ['test_batch', ...TRAINING_BATCHES] as const
export type BatchName = (typeof TEST_BATCHES)[number]

const HASHES: Readonly<Record<BatchName, string>> = {
  data_batch_1: 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
  data_batch_2: 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
  data_batch_3: 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
  data_batch_4: '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
  data_batch_5: '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
  test_batch: '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
}

export const CIFAR_BATCHES: readonly CifarBatch[] = TEST_BATCHES.map((name) => ({
  name,
  rows: 10_000,
  sha256: HASHES[name],
}))

export const CIFAR_ARCHIVE: CifarArchive = {
  name: 'cifar-10-binary.tar.gz',
  bytes: 170_052_171,
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  urls: [
    'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
    'https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz',
  ],
}
