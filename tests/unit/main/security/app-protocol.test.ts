import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { answer, resolveInside, serveApp } from '#main/security/app-protocol.ts'
import { appOrigin, appScheme, indexUrl, registerAppScheme } from '#main/security/app-scheme.ts'
import { contentSecurityPolicy } from '#main/security/content-security-policy.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

/** A renderer folder with a few files, and a secret beside it. */
async function rendererFolder(): Promise<string> {
  const parent = await temporaryFolder()
  const root = path.join(parent, 'renderer')
  await mkdir(path.join(root, 'assets'), { recursive: true })
  await writeFile(path.join(root, 'index.html'), '<html></html>')
  await writeFile(path.join(root, 'assets', 'a b.js'), 'script')
  await writeFile(path.join(root, 'assets', 'style.css'), 'style')
  await writeFile(path.join(root, 'assets', 'data.json'), '{}')
  await writeFile(path.join(root, 'Makefile'), '')
  await writeFile(path.join(parent, 'secret.html'), 'secret')
  await mkdir(path.join(parent, 'renderer-evil'))
  await writeFile(path.join(parent, 'renderer-evil', 'index.html'), 'secret')
  return root
}

const get = (url: string, root: string, method = 'GET') => answer({ method, url }, root)

describe('the app protocol', () => {
  it.each([
    ['/index.html', 'text/html; charset=utf-8', '<html></html>'],
    ['/index.html?query#hash', 'text/html; charset=utf-8', '<html></html>'],
    ['/assets/a%20b.js', 'text/javascript; charset=utf-8', 'script'],
    ['/assets/style.css', 'text/css; charset=utf-8', 'style'],
    ['/assets/../index.html', 'text/html; charset=utf-8', '<html></html>'],
  ])('serves %s', async (address, type, content) => {
    const response = await get(`${appOrigin}${address}`, await rendererFolder())
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toBe(content)
  })

  it.each([
    '/../secret.html',
    '/../../../../../../etc/passwd',
    '/%2e%2e/secret.html',
    '/%2E%2E/secret.html',
    '/.%2e/secret.html',
    '/assets/../../secret.html',
    '/assets/%2e%2e/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/..%2Fsecret.html',
    '/assets%2f..%2f..%2fsecret.html',
    '/..%5csecret.html',
    '/..\\secret.html',
    '/\\..\\secret.html',
    '/%5c..%5csecret.html',
    '/..%2frenderer-evil/index.html',
    '/..%252fsecret.html',
    '/index.html%00.js',
    '/%00',
    '/index\u0000.html',
    '/%ff',
    '/%',
    '/',
    '',
    '/assets',
    '/assets/',
    '/missing.html',
    '/Makefile',
    '/assets/data.json',
    '//secret.html',
    '//etc/passwd',
    '/C:/Windows/win.ini',
    '/file:///etc/passwd',
  ])('has nothing at %j', async (address) => {
    const response = await get(`${appOrigin}${address}`, await rendererFolder())
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
  })

  it.each([
    'app://evil/index.html',
    'app://cloudroom.evil/index.html',
    'app://cloudroom@evil/index.html',
    'app://cloudroom:1/index.html',
    'app:///index.html',
    'app:index.html',
    'not a url',
    '',
  ])('answers for no other host: %j', async (url) => {
    expect((await get(url, await rendererFolder())).status).toBe(404)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'get'])('refuses %s', async (method) => {
    const response = await get(indexUrl, await rendererFolder(), method)
    expect(response.status).toBe(405)
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
  })

  it('answers HEAD without a body', async () => {
    const response = await get(indexUrl, await rendererFolder(), 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('resolves nothing outside its root', () => {
    expect(resolveInside(indexUrl, '/srv/renderer')).toBe(path.resolve('/srv/renderer/index.html'))
    expect(resolveInside(`${appOrigin}/..%2frenderer-evil/index.html`, '/srv/renderer')).toBeNull()
  })

  it('is registered as a secure scheme with an origin, and served from the root', async () => {
    const root = await rendererFolder()
    const schemes: unknown[] = []
    registerAppScheme({ registerSchemesAsPrivileged: (list) => schemes.push(...list) })
    expect(schemes).toEqual([
      {
        scheme: appScheme,
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
      },
    ])
    const served = Promise.withResolvers<(request: Request) => Response | Promise<Response>>()
    serveApp({ handle: (_scheme, handler) => served.resolve(handler) }, root, () => null)
    const handler = await served.promise
    expect((await handler({ method: 'GET', url: indexUrl } as Request)).status).toBe(200)
  })
})

describe('the content security policy', () => {
  const directives = new Map(
    contentSecurityPolicy.split('; ').map((text) => {
      const [name = '', ...sources] = text.split(' ')
      return [name, sources] as const
    }),
  )

  it('allows nothing that it does not list', () => {
    expect(directives.get('default-src')).toEqual(["'none'"])
    for (const name of ['base-uri', 'form-action', 'frame-ancestors', 'object-src']) {
      expect(directives.get(name)).toEqual(["'none'"])
    }
  })

  it('lets in no script but our own', () => {
    expect(directives.get('script-src')).toEqual(["'self'"])
    expect(contentSecurityPolicy).not.toContain('unsafe-eval')
    expect(contentSecurityPolicy).not.toMatch(/https?:|\*|blob:|filesystem:/u)
    for (const [name, sources] of directives) {
      if (name !== 'style-src-elem') expect(sources).not.toContain("'unsafe-inline'")
    }
  })
})
