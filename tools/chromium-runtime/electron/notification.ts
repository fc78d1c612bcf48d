import { EventEmitter } from 'node:events'
import type { NotificationConstructorOptions } from 'electron'
import { strict } from '../strict.ts'
import { recorder } from './state.ts'

/** Shown notifications, newest last, so that a test can click one. */
const shown: Notification[] = []

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true
  }

  title: string
  body: string
  silent: boolean

  constructor(options: NotificationConstructorOptions = {}) {
    super()
    this.title = options.title ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
    return strict('Notification', this)
  }

  show(): void {
    const { title, body, silent } = this
    recorder.record('notification', { title, body, silent })
    shown.push(this)
    this.emit('show', {})
  }

  close(): void {
    this.emit('close', {})
  }
}

/** @throws {Error} when none was shown with this title, or none at all. */
export const clickNotification = (title: string | null): void => {
  const found = shown.findLast((item) => title === null || item.title === title)
  if (found === undefined) throw new Error(`No notification ${title ?? 'was shown'}`)
  found.emit('click', {})
}
