import type { Net } from 'electron'
import { strict } from '../strict.ts'

let isOnline = true

/** What the system says of its network from now on. */
export const scriptOnline = (value: boolean): void => {
  isOnline = value
}

const provided: Pick<Net, 'isOnline' | 'online'> = {
  isOnline: () => isOnline,
  get online() {
    return isOnline
  },
}
export const net = strict('net', provided)
