import path from 'node:path'
import type { BrowserWindow, Dialog, MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron'
import type { QuitChoice } from './quit-guard.ts'
import type { Language } from '#shared/models/settings.ts'
import { safeFileName } from '../transfers/safe-name.ts'

export interface Dialogs {
  /** Absolute paths; empty when cancelled. */
  chooseUploads(): Promise<readonly string[]>
  /** Absolute paths of folders; empty when cancelled. */
  chooseUploadFolders(): Promise<readonly string[]>
  /** Absolute path; null when cancelled. */
  chooseFolder(startIn: string): Promise<string | null>
  /** Where to save the log; absolute path, null when cancelled. */
  chooseLog(): Promise<string | null>
  /** Where to save a list; absolute path, null when cancelled. `name`: of the list, as it is on the server. */
  chooseCsv(name: string): Promise<string | null>
  /** Where to save a part of a recording; absolute path, null when cancelled. `suggested`: absolute. */
  chooseTrimmed(suggested: string): Promise<string | null>
  /** Quitting would interrupt so many transfers. */
  askQuit(unfinished: number): Promise<QuitChoice>
  /** The page of this window has crashed; answers whether to load it again. */
  askReload(window: BrowserWindow): Promise<boolean>
}

const texts = {
  en: {
    uploads: 'Choose recordings to upload',
    uploadFolders: 'Choose folders to upload',
    folder: 'Choose the folder for downloads',
    videos: 'MP4 videos',
    log: 'Export the log',
    texts: 'Text files',
    list: 'Export the list',
    listName: 'Recordings',
    tables: 'CSV tables',
    trimmed: 'Save the trimmed copy',
    quit: 'Transfers are not finished yet.',
    quitDetail: (count: number) =>
      `${count === 1 ? '1 transfer is' : `${count} transfers are`} under way or waiting. They go on the next time the app starts; an upload that is interrupted starts over.`,
    finishFirst: 'Quit When Finished',
    quitNow: 'Pause and Quit',
    cancel: 'Cancel',
    pageGone: 'This window has stopped working.',
    pageGoneDetail: 'Transfers go on. A report was kept on this computer; nothing was sent anywhere.',
    reload: 'Reload',
    closeWindow: 'Close Window',
  },
  'zh-CN': {
    uploads: '选择要上传的录像',
    uploadFolders: '选择要上传的文件夹',
    folder: '选择下载文件夹',
    videos: 'MP4 视频',
    log: '导出日志',
    texts: '文本文件',
    list: '导出列表',
    listName: '录像列表',
    tables: 'CSV 表格',
    trimmed: '保存剪辑副本',
    quit: '传输尚未完成。',
    quitDetail: (count: number) =>
      `还有 ${count} 个传输任务正在进行或等待。下次启动后会继续；被中断的上传会重新开始。`,
    finishFirst: '完成后退出',
    quitNow: '暂停并退出',
    cancel: '取消',
    pageGone: '此窗口已停止工作。',
    pageGoneDetail: '传输仍在继续。报告已保存在本机，未发送到任何地方。',
    reload: '重新加载',
    closeWindow: '关闭窗口',
  },
} as const

/** @param downloads the system's folder for downloads, which is where files are saved unless told otherwise */
export function createDialogs(
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'>,
  window: () => BrowserWindow | null,
  language: () => Language,
  downloads: string,
): Dialogs {
  const show = async (options: OpenDialogOptions): Promise<readonly string[]> => {
    const parent = window()
    const result = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options))
    return result.canceled ? [] : result.filePaths
  }
  const save = async (options: SaveDialogOptions): Promise<string | null> => {
    const parent = window()
    const result = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options))
    return result.canceled || result.filePath === '' ? null : result.filePath
  }
  /** A title is for windows: macOS has such dialogs hang on one, and shows a message in its place (electron/electron#7783). */
  const named = (title: string) => ({ title, message: title })
  async function ask(parent: BrowserWindow | null, options: MessageBoxOptions): Promise<number> {
    const { response } = await (parent
      ? dialog.showMessageBox(parent, options)
      : dialog.showMessageBox(options))
    return response
  }
  return {
    chooseUploads: () =>
      show({
        ...named(texts[language()].uploads),
        filters: [{ name: texts[language()].videos, extensions: ['mp4'] }],
        properties: ['openFile', 'multiSelections'],
      }),
    chooseUploadFolders: () =>
      show({ ...named(texts[language()].uploadFolders), properties: ['openDirectory', 'multiSelections'] }),
    async chooseFolder(startIn) {
      const properties: OpenDialogOptions['properties'] = ['openDirectory', 'createDirectory']
      const [folder] = await show({ ...named(texts[language()].folder), defaultPath: startIn, properties })
      return folder ?? null
    },
    chooseLog: () =>
      save({
        ...named(texts[language()].log),
        defaultPath: path.join(downloads, 'CloudRoom Drive.log.txt'),
        filters: [{ name: texts[language()].texts, extensions: ['txt'] }],
      }),
    async chooseTrimmed(suggested) {
      const file = await save({
        ...named(texts[language()].trimmed),
        defaultPath: suggested,
        filters: [{ name: texts[language()].videos, extensions: ['mp4'] }],
      })
      return file === null || /\.mp4$/iu.test(file) ? file : `${file}.mp4`
    },
    async askQuit(unfinished) {
      const text = texts[language()]
      const response = await ask(window(), {
        type: 'question',
        message: text.quit,
        detail: text.quitDetail(unfinished),
        buttons: [text.finishFirst, text.quitNow, text.cancel],
        defaultId: 0,
        cancelId: 2,
      })
      const choices: readonly QuitChoice[] = ['finishFirst', 'quitNow']
      return choices[response] ?? 'cancel'
    },
    async askReload(crashed) {
      const text = texts[language()]
      const response = await ask(crashed, {
        type: 'error',
        message: text.pageGone,
        detail: text.pageGoneDetail,
        buttons: [text.reload, text.closeWindow],
        defaultId: 0,
        cancelId: 1,
      })
      return response === 0
    },
    async chooseCsv(name) {
      const text = texts[language()]
      const file = await save({
        ...named(text.list),
        defaultPath: path.join(downloads, safeFileName(`${name === '' ? text.listName : name}.csv`)),
        filters: [{ name: text.tables, extensions: ['csv'] }],
      })
      return file === null || /\.csv$/iu.test(file) ? file : `${file}.csv`
    },
  }
}
