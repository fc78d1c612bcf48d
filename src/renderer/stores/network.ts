import type { NetworkState } from '#shared/models/settings.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'

/** Whether the system has a network, and one that costs by the byte, as main tells it. */
export const useNetwork = defineStore('network', () => {
  const state = shallowRef<NetworkState>({ isOnline: true, isMetered: false })

  async function start(): Promise<void> {
    subscribe('network.changed', (changed) => (state.value = changed))
    state.value = await request('network.state')
  }

  return {
    isOnline: computed(() => state.value.isOnline),
    /** False also where the system does not say. */
    isMetered: computed(() => state.value.isMetered),
    start,
  }
})
