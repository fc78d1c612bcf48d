import type { AppInfo } from '#shared/models/settings.ts'
import type { ContextMenu } from '#shared/models/context-menu.ts'
import type { MenuBar } from '../../desktop/menu-bar.ts'
import type { AbortRegistry } from '../abort-registry.ts'
import type { Handlers } from '../answer.ts'

/** @param showContextMenu in the window of this page; answers the id of the item that was chosen, null for none */
export function createAppHandlers(
  info: AppInfo,
  aborts: AbortRegistry,
  menuBar: Pick<MenuBar, 'setStates'>,
  showContextMenu: (page: number, menu: ContextMenu) => Promise<string | null>,
  takeWantedFolder: () => string | null,
  onPainted: () => void,
): Pick<Handlers, Extract<keyof Handlers, `app.${string}`>> {
  return {
    'app.info': () => info,
    'app.takeWantedFolder': () => ({ path: takeWantedFolder() }),
    'app.abort': ({ abortId }) => {
      aborts.abort(abortId)
      return null
    },
    'app.painted': () => {
      onPainted()
      return null
    },
    'app.commands': (states) => {
      menuBar.setStates(states)
      return null
    },
    'app.contextMenu': (menu, page) => showContextMenu(page, menu),
  }
}
