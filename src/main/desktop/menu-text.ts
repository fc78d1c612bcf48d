import type { Language } from '#shared/models/settings.ts'

const en = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  go: 'Go',
  window: 'Window',
  upload: 'Upload Files…',
  uploadFolder: 'Upload Folder…',
  download: 'Download',
  open: 'Open',
  delete: 'Delete',
  undoDelete: 'Undo Delete',
  settings: 'Settings…',
  switchAccount: 'Switch Account…',
  signOut: 'Sign Out',
  selectAll: 'Select All',
  refresh: 'Refresh',
  toggleTransfers: 'Transfers',
  back: 'Back',
  forward: 'Forward',
  up: 'Enclosing Folder',
}

export type MenuText = Readonly<Record<keyof typeof en, string>>

const zhCN: MenuText = {
  file: '文件',
  edit: '编辑',
  view: '显示',
  go: '前往',
  window: '窗口',
  upload: '上传文件…',
  uploadFolder: '上传文件夹…',
  download: '下载',
  open: '打开',
  delete: '删除',
  undoDelete: '撤销删除',
  settings: '设置…',
  switchAccount: '切换账号…',
  signOut: '退出登录',
  selectAll: '全选',
  refresh: '刷新',
  toggleTransfers: '传输列表',
  back: '后退',
  forward: '前进',
  up: '上层文件夹',
}

export const menuTexts: Readonly<Record<Language, MenuText>> = { en, 'zh-CN': zhCN }
