import type { Command } from 'commander'

import { addDataFetch } from './data-fetch.js'
import { addDataList } from './data-list.js'
import { addDataMake } from './data-make.js'
import { addDataShow } from './data-show.js'
import { addDataVerify } from './data-verify.js'

export function addDataCommand(program: Command): void {
  const data = program.command('data').description('list, make, fetch, verify and show data sets')
  addDataList(data)
  addDataMake(data)
  addDataFetch(data)
  addDataVerify(data)
  addDataShow(data)
}
