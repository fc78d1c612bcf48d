/** An item of a context menu, as it is drawn. */
export interface DrawnItem {
  readonly label: string
  /** Electron's: `normal`, `separator`, `checkbox` or `radio`. */
  readonly type: string
  readonly isEnabled: boolean
  readonly isChecked: boolean
  /** As people read it; '' for none. */
  readonly keys: string
  readonly toolTip: string
}

/** CSS px in the page. */
export interface MenuPlace {
  readonly x: number
  readonly y: number
}

/** The menu that is open takes what would reach the page; see preload-environment.ts. */
export interface OpenMenu {
  take(event: Event): void
  close(): void
}

/**
 * Draws a context menu over the page and answers the index of the item that was chosen, null for none. The keyboard's focus
 * stays where it is, as with a menu of the system. Refers to nothing outside itself: its source text is run in the page's
 * isolated world.
 *
 * @param slot where the page's listeners find the menu
 */
export function drawContextMenu(
  slot: { menu: OpenMenu | null },
  style: string,
  items: readonly DrawnItem[],
  place: MenuPlace,
): Promise<number | null> {
  const host = document.createElement('context-menu')
  const root = host.attachShadow({ mode: 'open' })
  // Not a style element, which the page's CSP would refuse.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  root.adoptedStyleSheets = [sheet]

  const part = (name: string, role: string, text = ''): HTMLElement => {
    const element = document.createElement('div')
    element.className = name
    element.setAttribute('role', role)
    element.textContent = text
    return element
  }
  const menu = part('menu', 'menu')
  const elements = items.map(({ label, type, isEnabled, isChecked, keys, toolTip }) => {
    if (type === 'separator') return part('separator', 'separator')
    const isChoice = type === 'checkbox' || type === 'radio'
    const item = part('item', isChoice ? `menuitem${type}` : 'menuitem')
    if (isChoice) item.setAttribute('aria-checked', String(isChecked))
    if (!isEnabled) item.setAttribute('aria-disabled', 'true')
    if (toolTip !== '') item.title = toolTip
    const shown = part('keys', 'presentation', keys)
    shown.setAttribute('aria-hidden', 'true')
    item.append(part('label', 'presentation', label), shown)
    return item
  })
  menu.append(...elements)
  root.append(menu)

  const choices = elements.filter(
    (_element, index) => items[index]?.isEnabled === true && items[index].type !== 'separator',
  )
  let active: HTMLElement | null = null
  const activate = (element: HTMLElement | null): void => {
    active?.classList.remove('active')
    active = element
    element?.classList.add('active')
    element?.scrollIntoView({ block: 'nearest' })
  }
  const step = (delta: 1 | -1): void => {
    const at = active === null ? (delta === 1 ? -1 : 0) : choices.indexOf(active)
    activate(choices.at((at + delta) % choices.length) ?? null)
  }

  return new Promise((resolve) => {
    const end = (chosen: HTMLElement | null): void => {
      if (slot.menu !== opened) return
      slot.menu = null
      host.remove()
      window.removeEventListener('blur', close)
      window.removeEventListener('resize', close)
      resolve(chosen === null ? null : elements.indexOf(chosen))
    }
    const close = (): void => end(null)
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Home: () => activate(choices[0] ?? null),
      End: () => activate(choices.at(-1) ?? null),
      Escape: close,
      Enter: () => active !== null && end(active),
      ' ': () => active !== null && end(active),
    }
    let isPressedBeside = false
    const take = (event: Event): void => {
      const path = event.composedPath()
      if (event.type === 'pointerup' || event.type === 'mouseup') {
        // After the click that may follow, which is not the page's either. The press that opened the menu ends in the page.
        if (isPressedBeside) setTimeout(close)
        else if (!path.includes(menu)) return
      }
      event.preventDefault()
      event.stopImmediatePropagation()
      if (event.type === 'keydown') keys[(event as KeyboardEvent).key]?.()
      if (event.type === 'pointerdown') isPressedBeside = !path.includes(menu)
      if (event.type === 'click') {
        const clicked = choices.find((element) => path.includes(element))
        if (clicked !== undefined) end(clicked)
      }
    }
    const opened: OpenMenu = { take, close }
    menu.addEventListener('pointermove', (event) => {
      activate(choices.find((element) => event.composedPath().includes(element)) ?? null)
    })
    host.addEventListener('wheel', (event) => event.composedPath().includes(menu) || close(), {
      passive: true,
    })
    slot.menu?.close()
    slot.menu = opened
    window.addEventListener('blur', close)
    window.addEventListener('resize', close)
    document.documentElement.append(host)
    const { width, height } = menu.getBoundingClientRect()
    menu.style.left = `${String(Math.max(0, Math.min(place.x, innerWidth - width)))}px`
    menu.style.top = `${String(Math.max(0, Math.min(place.y, innerHeight - height)))}px`
  })
}
