import type { Key, Params, Subject } from '@hourglass/core'

import type { CodePlane } from './code-plane.js'
import type { EncodedExamples } from './examples.js'

/** What a run's figures are drawn from. */
export interface Scene {
  readonly subject: Subject
  readonly params: Params
  /** Test examples, evenly over the split. */
  readonly examples: EncodedExamples
  /** Absent where codes lie in none. */
  readonly plane?: CodePlane | undefined
  /** The figures' own stream: to be folded, not drawn from. */
  readonly key: Key
}
