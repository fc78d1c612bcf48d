import type { Locator, Page } from '@playwright/test'

/**
 * Lays over the page a list that does the least that a list can: as many rows as are in sight and a few more, which are moved and
 * given other texts when it is scrolled. What its frames take is what the machine needs for any list.
 *
 * @param count of rows @param rowHeight px
 */
export async function coverWithBareList(page: Page, count: number, rowHeight: number): Promise<Locator> {
  await page.evaluate(
    ({ count, rowHeight }) => {
      const list = document.createElement('div')
      list.id = 'bare-list'
      list.style.cssText =
        'position: fixed; inset: 0; overflow: auto; z-index: 9999; background: #fff; contain: strict'
      const space = document.createElement('div')
      space.style.cssText = `position: relative; height: ${count * rowHeight}px`
      list.append(space)
      const rows = Array.from({ length: Math.ceil(innerHeight / rowHeight) + 10 }, () => {
        const row = document.createElement('div')
        row.style.cssText = `position: absolute; inset-inline: 0; height: ${rowHeight}px; display: grid; grid-template-columns: 2fr 1fr 1fr 1fr; contain: strict`
        const texts = Array.from({ length: 4 }, () => {
          const cell = row.appendChild(document.createElement('span'))
          return cell.appendChild(document.createTextNode(''))
        })
        space.append(row)
        return { row, texts }
      })
      const draw = (): void => {
        const first = Math.floor(list.scrollTop / rowHeight)
        for (let index = first; index < first + rows.length; index++) {
          const drawn = rows[index % rows.length]
          if (drawn === undefined) continue
          drawn.row.style.transform = `translateY(${index * rowHeight}px)`
          drawn.texts.forEach((text, cell) => (text.data = `${index} 2021-09-24_13-47-41_Win32_${cell}`))
        }
      }
      list.addEventListener('scroll', draw)
      // Where a scrollbar would be, it is scrolled as ours is: by the page, to where the mouse is.
      list.addEventListener('mousedown', (event) => event.preventDefault())
      document.addEventListener('pointermove', (event) => {
        if (event.buttons !== 1) return
        list.scrollTo({ top: (event.clientY / innerHeight) * (list.scrollHeight - innerHeight) })
      })
      draw()
      document.body.append(list)
    },
    { count, rowHeight },
  )
  return page.locator('#bare-list')
}
