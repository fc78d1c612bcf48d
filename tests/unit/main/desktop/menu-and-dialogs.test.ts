import type {
  BrowserWindow,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  OpenDialogOptions,
  SaveDialogOptions,
} from 'electron'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '#main/desktop/application-menu.ts'
import { createDialogs } from '#main/desktop/dialogs.ts'
import { noCommands } from '#main/desktop/menu-bar.ts'
import type { MenuOptions } from '#main/desktop/menu-items.ts'
import { menuTexts } from '#main/desktop/menu-text.ts'
import { menuCommands, type CommandStates, type Language, type MenuCommand } from '#shared/models/settings.ts'

const platforms = ['darwin', 'win32', 'linux'] as const
const languages: readonly Language[] = ['en', 'zh-CN']

/** Every item of a menu, those of submenus too. */
function itemsOf(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])])
}

const everything: CommandStates = {
  isActive: true,
  enabled: menuCommands,
  checked: ['sort.size', 'column.room'],
}

function menu(over: Partial<MenuOptions> = {}) {
  const sent: MenuCommand[] = []
  const options: MenuOptions = {
    platform: 'linux',
    language: 'en',
    states: everything,
    isPackaged: true,
    isUpdatable: false,
    send: (command) => sent.push(command),
    isChosen: () => false,
    ...over,
  }
  return { items: itemsOf(menuTemplate(options)), sent }
}

describe.each(platforms)('the menu on %s', (platform) => {
  it.each(languages)('in %s has every command once, with a text', (language) => {
    const { items } = menu({ platform, language })
    const ids = items.flatMap(({ id }) => id ?? [])
    expect(ids.toSorted()).toEqual([...menuCommands].toSorted())
    for (const { label, type, role } of items) {
      if (type !== 'separator' && role === undefined) expect(label).toMatch(/\S/u)
    }
  })

  it('sends the command that was chosen', () => {
    const { items, sent } = menu({ platform })
    for (const id of menuCommands) {
      items.find((item) => item.id === id)?.click?.(undefined as never, undefined, {})
    }
    expect(sent).toEqual([...menuCommands])
  })

  const named = ({ items }: ReturnType<typeof menu>): MenuItemConstructorOptions[] =>
    items.filter(({ registerAccelerator }) => registerAccelerator === false)
  const choose = (items: readonly MenuItemConstructorOptions[]): void => {
    for (const { click } of items) click?.(undefined as never, undefined, { triggeredByAccelerator: true })
  }

  it('leaves keys that it only names to the page, also where the system takes them for the menu', () => {
    const shown = menu({ platform })
    expect(named(shown).map(({ id }) => id)).toEqual(expect.arrayContaining(['preview', 'transfer.pause']))
    // Elsewhere no system takes them: such a call is a choice by Enter.
    if (platform === 'darwin') choose(named(shown))
    expect(shown.sent).toEqual([])
  })

  it('carries out what is chosen in it by the keyboard, which Electron calls an accelerator', () => {
    const shown = menu({ platform, isChosen: () => platform === 'darwin' })
    choose(named(shown))
    expect(shown.sent).toEqual(named(shown).map(({ id }) => id))
    expect(shown.sent).toEqual(expect.arrayContaining(['preview', 'copyNames', 'transfer.open']))
  })

  it('has those commands enabled and checked that the page names', () => {
    const states: CommandStates = { isActive: true, enabled: ['up', 'sort.size'], checked: ['sort.size'] }
    const { items } = menu({ platform, states })
    const commands = items.filter(({ id }) => id !== undefined)
    expect(commands.filter(({ enabled }) => enabled).map(({ id }) => id)).toEqual(['sort.size', 'up'])
    expect(commands.filter(({ checked }) => checked).map(({ id }) => id)).toEqual(['sort.size'])
  })

  it('leaves only the settings, the guide, the shortcuts and what text fields need while no page carries out commands', () => {
    const { items } = menu({ platform, states: noCommands })
    const usable = items.filter(({ id, enabled }) => id !== undefined && enabled !== false)
    expect(usable.map(({ id, role }) => [id, role])).toEqual([
      ['settings', undefined],
      ['selectAll', 'selectAll'],
      ['help', undefined],
      ['shortcuts', undefined],
    ])
  })

  it('offers to look for updates to whoever cannot sign in, where there are any', () => {
    const isUsable = (isUpdatable: boolean) =>
      menu({ platform, states: noCommands, isUpdatable }).items.find(({ id }) => id === 'checkForUpdates')
        ?.enabled
    expect([isUsable(true), isUsable(false)]).toEqual([true, false])
  })

  it.each(languages)('in %s labels every role itself', (language) => {
    const { items } = menu({ platform, language, isPackaged: false })
    const unlabelled = items.filter(({ role, label }) => role !== undefined && !label)
    expect(unlabelled.map(({ role }) => role)).toEqual(platform === 'darwin' ? ['appMenu'] : [])
  })

  it('has no two commands on the same keys', () => {
    const { items } = menu({ platform })
    // Those of the transfers are keys of their list, which has them while it has the keyboard.
    const isOfTransfers = (id = ''): boolean => id.startsWith('transfer.')
    const keys = items.flatMap(({ id, accelerator }) =>
      isOfTransfers(id) || accelerator === undefined ? [] : [accelerator],
    )
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.length).toBeGreaterThan(5)
    const ofTransfers = items.filter(({ id, accelerator }) => isOfTransfers(id) && accelerator !== undefined)
    expect(ofTransfers.map(({ registerAccelerator }) => registerAccelerator)).toEqual(Array(8).fill(false))
  })

  it('shows developer tools to developers only', () => {
    const hasTools = (isPackaged: boolean) =>
      menu({ platform, isPackaged }).items.some(({ role }) => role === 'toggleDevTools')
    expect([hasTools(true), hasTools(false)]).toEqual([false, true])
  })
})

describe('the menu texts', () => {
  it('are complete and different in both languages', () => {
    const { en } = menuTexts
    const zh = menuTexts['zh-CN']
    expect(Object.keys(zh).toSorted()).toEqual(Object.keys(en).toSorted())
    for (const [key, text] of Object.entries(zh)) {
      expect(text).toMatch(/\p{Script=Han}/u)
      expect(text).not.toBe(en[key as keyof typeof en])
    }
  })
})

describe('the dialogs', () => {
  function rig(
    answer: { canceled: boolean; filePaths: string[] },
    window: BrowserWindow | null,
    language: Language,
  ) {
    const shown: { parent: unknown; options: OpenDialogOptions | SaveDialogOptions | MessageBoxOptions }[] =
      []
    const dialog = {
      showOpenDialog: (...args: [OpenDialogOptions] | [unknown, OpenDialogOptions]) => {
        const [parent, options] = args.length === 1 ? [null, args[0]] : args
        shown.push({ parent, options })
        return Promise.resolve(answer)
      },
      showSaveDialog: (...args: [SaveDialogOptions] | [unknown, SaveDialogOptions]) => {
        const [parent, options] = args.length === 1 ? [null, args[0]] : args
        shown.push({ parent, options })
        return Promise.resolve({ canceled: answer.canceled, filePath: answer.filePaths[0] ?? '' })
      },
      showMessageBox: (...args: [MessageBoxOptions] | [unknown, MessageBoxOptions]) => {
        const [parent, options] = args.length === 1 ? [null, args[0]] : args
        shown.push({ parent, options })
        return Promise.resolve({ response: answer.canceled ? 1 : 0, checkboxChecked: false })
      },
    }
    return {
      shown,
      dialogs: createDialogs(
        dialog,
        () => window,
        () => language,
        '/home/me/Downloads',
      ),
    }
  }

  it('choose MP4 videos, several, over the window', async () => {
    const window: BrowserWindow = Object.create(null) as never
    const { shown, dialogs } = rig({ canceled: false, filePaths: ['/a.mp4', '/b.mp4'] }, window, 'zh-CN')
    expect(await dialogs.chooseUploads()).toEqual(['/a.mp4', '/b.mp4'])
    expect(shown[0]?.parent).toBe(window)
    expect(shown[0]?.options).toMatchObject({
      title: '选择要上传的录像',
      filters: [{ name: 'MP4 视频', extensions: ['mp4'] }],
      properties: ['openFile', 'multiSelections'],
    })
  })

  it('say what they are for where macOS shows it, too', async () => {
    const { shown, dialogs } = rig({ canceled: false, filePaths: ['/a'] }, null, 'en')
    await dialogs.chooseUploads()
    await dialogs.chooseUploadFolders()
    await dialogs.chooseFolder('/now')
    await dialogs.chooseLog()
    await dialogs.chooseCsv('')
    await dialogs.chooseTrimmed('/a.mp4')
    expect(shown).toHaveLength(6)
    for (const { options } of shown) {
      expect(options.title).toMatch(/\S/u)
      expect(options.message).toBe(options.title)
    }
  })

  it('choose a folder, from where it is now, also without a window', async () => {
    const { shown, dialogs } = rig({ canceled: false, filePaths: ['/new'] }, null, 'en')
    expect(await dialogs.chooseFolder('/now')).toBe('/new')
    expect(shown[0]).toMatchObject({ parent: null, options: { defaultPath: '/now' } })
    expect(shown[0]?.options).toMatchObject({
      properties: expect.arrayContaining(['openDirectory']) as unknown,
    })
  })

  it('offer to load a page again that has crashed', async () => {
    const { shown, dialogs } = rig({ canceled: false, filePaths: [] }, null, 'zh-CN')
    const crashed: BrowserWindow = Object.create(null) as never
    expect(await dialogs.askReload(crashed)).toBe(true)
    expect(shown[0]?.parent).toBe(crashed)
    expect(shown[0]?.options).toMatchObject({ type: 'error', buttons: ['重新加载', '关闭窗口'], cancelId: 1 })
    const declined = rig({ canceled: true, filePaths: [] }, null, 'en')
    expect(await declined.dialogs.askReload(crashed)).toBe(false)
  })

  it('choose where the log goes', async () => {
    const { shown, dialogs } = rig({ canceled: false, filePaths: ['/out/log.txt'] }, null, 'en')
    expect(await dialogs.chooseLog()).toBe('/out/log.txt')
    expect(shown[0]?.options).toMatchObject({ filters: [{ extensions: ['txt'] }] })
  })

  it.each([
    ['/out/list', '/out/list.csv'],
    ['/out/list.CSV', '/out/list.CSV'],
  ])('choose where a list goes: %s is %s', async (chosen, file) => {
    const { shown, dialogs } = rig({ canceled: false, filePaths: [chosen] }, null, 'en')
    expect(await dialogs.chooseCsv('2021: "A/B"')).toBe(file)
    expect(shown[0]?.options).toMatchObject({
      defaultPath: path.join('/home/me/Downloads', '2021_ _A_B_.csv'),
      filters: [{ extensions: ['csv'] }],
    })
    await dialogs.chooseCsv('')
    expect((shown[1]?.options as SaveDialogOptions).defaultPath).toContain('Recordings.csv')
  })

  it('can be cancelled', async () => {
    const { dialogs } = rig({ canceled: true, filePaths: [] }, null, 'en')
    expect(await dialogs.chooseUploads()).toEqual([])
    expect(await dialogs.chooseFolder('/now')).toBeNull()
    expect(await dialogs.chooseLog()).toBeNull()
    expect(await dialogs.chooseCsv('A')).toBeNull()
  })
})
