import { downloadAddressCases } from './download-address.ts'
import { downloadAskingCases } from './download-asking.ts'
import { downloadContentCases } from './download-content.ts'
import { downloadNetworkCases } from './download-network.ts'
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
  ]
}
