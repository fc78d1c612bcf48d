import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { request, subscribe } from '../bridge.ts'

/** Whether the system has a network, as main tells it. */
export const useNetwork = defineStore('network', () => {
  const isOnline = shallowRef(true)

  async function start(): Promise<void> {
    subscribe('network.changed', (state) => (isOnline.value = state.isOnline))
    isOnline.value = (await request('network.state')).isOnline
  }

  return { isOnline, start }
})
