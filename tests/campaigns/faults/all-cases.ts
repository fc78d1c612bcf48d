import { clockCases } from './clock.ts'
import { diskCases } from './disk.ts'
import { downloadAddressCases } from './download-address.ts'
import { downloadAskingCases } from './download-asking.ts'
import { downloadContentCases } from './download-content.ts'
import { downloadNetworkCases } from './download-network.ts'
import { partFileCases } from './part-file.ts'
import { sourceFileCases } from './source-file.ts'
import { uploadNetworkCases } from './upload-network.ts'
import type { FaultCase } from './fault-case.ts'

/** The fault matrix. */
export function allFaultCases(): FaultCase[] {
  return [
    ...downloadNetworkCases(),
    ...downloadAskingCases(),
    ...downloadAddressCases(),
    ...downloadContentCases(),
    ...uploadNetworkCases(),
    ...diskCases(),
    ...partFileCases(),
    ...sourceFileCases(),
    ...clockCases(),
  ]
}
