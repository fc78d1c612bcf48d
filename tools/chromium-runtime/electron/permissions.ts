import { chromium } from './state.ts'

/** Which permissions a page has; asked of the app's handlers when its session changes, not at each request. */
const permissionNames = {
  notifications: 'notifications',
  geolocation: 'geolocation',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
  'idle-detection': 'idle-detection',
  'storage-access': 'storage-access',
} as const

export type PermissionDecision = (permission: string) => boolean

/** Tells Chromium what the app decides for each permission. */
export const applyPermissions = (decide: PermissionDecision): void => {
  const apply = async (): Promise<void> => {
    const { connection } = await chromium()
    for (const [permission, name] of Object.entries(permissionNames)) {
      const setting = decide(permission) ? 'granted' : 'denied'
      // Not every version of Chromium knows every name.
      await connection.browser
        .send('Browser.setPermission', { permission: { name }, setting })
        .catch(() => undefined)
    }
    const media = decide('media') ? 'granted' : 'denied'
    for (const name of ['camera', 'microphone']) {
      await connection.browser
        .send('Browser.setPermission', { permission: { name }, setting: media })
        .catch(() => undefined)
    }
  }
  apply().catch(() => undefined)
}
