import type { Protocol } from '../cdp/protocol.ts'
import { chromium } from './state.ts'

type PermissionType = Protocol.Browser.PermissionType

/** Electron's name of a permission, and Chromium's (Chrome DevTools Protocol, "Browser.PermissionType"). */
const permissionTypes: Readonly<Record<string, readonly PermissionType[]>> = {
  notifications: ['notifications'],
  geolocation: ['geolocation'],
  midi: ['midi'],
  'clipboard-read': ['clipboardReadWrite'],
  'clipboard-sanitized-write': ['clipboardSanitizedWrite'],
  'idle-detection': ['idleDetection'],
  'storage-access': ['storageAccess'],
  media: ['audioCapture', 'videoCapture'],
}

export type PermissionDecision = (permission: string) => boolean

/** What the app decides for each permission, as Chromium is told of it. */
const grantedBy = (decide: PermissionDecision): PermissionType[] =>
  Object.entries(permissionTypes).flatMap(([permission, types]) => (decide(permission) ? types : []))

const firstPage = Promise.withResolvers<undefined>()

/** There is a page, which nothing has been loaded into yet. */
export const pageAttached = (): void => firstPage.resolve(undefined)

/**
 * Tells Chromium which permissions pages have; all others are refused. The app's handlers are asked when they change, not at each
 * request. One command for all of them, and beside the preparation of the first page rather than before it: it takes Chromium a
 * while, and Electron nothing.
 */
export const applyPermissions = async (decide: PermissionDecision): Promise<void> => {
  const { connection } = await chromium()
  await firstPage.promise
  await connection.browser.send('Browser.grantPermissions', { permissions: grantedBy(decide) })
}
