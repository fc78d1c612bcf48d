import type { ContextMenu } from '#shared/models/context-menu.ts'
import { defineStore } from 'pinia'
import { request } from '../bridge.ts'

/** Menus of the system, which main shows. */
export const useContextMenus = defineStore('contextMenus', () => ({
  /** Answers the id of the item that was chosen, null for none. @throws BridgeError */
  show: ({ items, x, y }: ContextMenu): Promise<string | null> =>
    request('app.contextMenu', { items: [...items], x, y }),
}))
