import type { CertificateLook, TrustedServer } from '#shared/models/trust.ts'
import { serverOf } from '#shared/server-name.ts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'

/** What the user has confirmed about servers. Main decides by it; here it is shown. */
export const useTrust = defineStore('trust', () => {
  const servers = shallowRef<readonly TrustedServer[]>([])

  async function start(): Promise<void> {
    subscribe('trust.changed', (changed) => (servers.value = changed))
    servers.value = await request('trust.list')
  }

  function allowsHttp(origin: string): boolean {
    const server = serverOf(new URL(origin))
    return servers.value.some((entry) => entry.kind === 'http' && entry.server === server)
  }

  /** Asks the server for its certificate. @throws BridgeError */
  const look = (origin: string): Promise<CertificateLook> => request('trust.look', { origin })

  async function trustCertificate(origin: string, fingerprint: string): Promise<void> {
    servers.value = await request('trust.trustCertificate', { origin, fingerprint })
  }

  async function confirmHttp(origin: string): Promise<void> {
    servers.value = await request('trust.confirmHttp', { origin })
  }

  async function stop({ kind, server }: TrustedServer): Promise<void> {
    servers.value = await request('trust.stop', { kind, server })
  }

  return { servers, start, allowsHttp, look, trustCertificate, confirmHttp, stop }
})
