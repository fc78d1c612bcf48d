import type { Endpoint } from '../faults/catalogue.ts'

/** The public cloud's prefix and the one of newer vendor demos; private deployments use either. */
export const PREFIXES = ['/CLOUDROOM-API', '/CLOUDMEETING-API'] as const
export type Prefix = (typeof PREFIXES)[number]

const ROUTE = /^(\/CLOUDROOM-API|\/CLOUDMEETING-API)\/netDisk\/(query|delete|upload|download)(?=\/|$)/

const METHODS: Readonly<Record<Endpoint, readonly string[]>> = {
  query: ['POST', 'GET'],
  delete: ['POST'],
  upload: ['POST'],
  download: ['GET', 'HEAD'],
}

/** Finds out which endpoint a request is for; null when none understands it. */
export function route(method: string, url: URL): { url: URL; prefix: string; endpoint: Endpoint } | null {
  const match = ROUTE.exec(url.pathname)
  const prefix = match?.[1]
  const endpoint = match?.[2] as Endpoint | undefined
  if (!match || prefix === undefined || endpoint === undefined || !METHODS[endpoint].includes(method))
    return null
  const hasRest = url.pathname.length > match[0].length
  return hasRest === (endpoint === 'download') ? { url, prefix, endpoint } : null
}
