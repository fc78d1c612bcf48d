import { onTestFinished } from 'vitest'
import type { Emulator } from '#emulator/server.ts'
import { openTlsFront, type TlsFront } from './open-tls-front.ts'
import type { TestCertificate } from './self-signed-certificate.ts'

export type { TlsFront } from './open-tls-front.ts'

/** {@link openTlsFront}, gone with the test. */
export async function tlsFront(emulator: Emulator, certificate: TestCertificate): Promise<TlsFront> {
  const front = await openTlsFront(emulator, certificate)
  onTestFinished(() => front.close())
  return front
}
