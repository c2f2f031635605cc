import { z } from 'zod'

/** Options that stages share. */
export const epochs = z.number().int().min(1).max(1_000_000)
export const batch = z.number().int().min(1).max(1_000_000).default(100).describe('examples per step')
export const patience = z.number().int().min(1).optional()
export const patienceOnObjective = patience.describe(
  'stop after so many epochs without a better validation objective, and keep the best epoch',
)
