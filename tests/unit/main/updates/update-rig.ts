import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import {
  createServer,
  request,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import {
  CancellationToken,
  configureRequestOptions,
  configureRequestUrl,
  HttpExecutor,
  type DownloadOptions,
} from 'builder-util-runtime'
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js'
import { onTestFinished } from 'vitest'
import { createElectronUpdater } from '#main/updates/electron-updater.ts'
import type { CheckSignature } from '#main/updates/strict-signature.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testLogger } from '#tests/support/test-logger.ts'

export const installer = Buffer.from('MZ an installer\n'.repeat(20_000))
const sha512Of = (bytes: Buffer): string => createHash('sha512').update(bytes).digest('base64')

/** A `latest.yml` as electron-builder writes it. */
export function description(version: string, more = '', sha512 = sha512Of(installer)): string {
  const file = `CloudRoom-Drive-${version}-win-setup.exe`
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${file}`,
    `    sha512: ${sha512}`,
    `    size: ${installer.length}`,
    `path: ${file}`,
    `sha512: ${sha512}`,
    `releaseDate: '2026-11-27T10:00:00.000Z'`,
    more,
  ].join('\n')
}

/** An update server on the loopback; `answer` may be changed at any time. Gone with the test. */
export async function updateServer() {
  const asked: string[] = []
  const state = {
    /** Of `latest.yml`, `latest-mac.yml` and `latest-linux*.yml`, whichever this system asks for. */
    description: description('9.0.0') as string | null,
    installer,
    /** Installers are sent until here, and then no further. */
    stallsAt: null as number | null,
  }
  const server = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
    asked.push(pathname)
    if (/\/latest[\w-]*\.yml$/u.test(pathname) && state.description !== null) response.end(state.description)
    else if (pathname.endsWith('.exe')) {
      response.setHeader('content-length', state.installer.length)
      if (state.stallsAt === null) response.end(state.installer)
      else response.write(state.installer.subarray(0, state.stallsAt))
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked, state, server }
}

/** electron-updater's own way of fetching, over Node's network in place of Electron's. */
class NodeExecutor extends HttpExecutor<ClientRequest> {
  override createRequest(
    options: RequestOptions,
    callback: (response: IncomingMessage) => void,
  ): ClientRequest {
    return request(options, callback)
  }

  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const target: RequestOptions = { headers: options.headers ?? {} }
      configureRequestUrl(url, target)
      configureRequestOptions(target)
      // It is given nothing at all, too, which its type does not say.
      const callback = (error: Error | null | undefined): void =>
        error ? reject(error) : resolve(destination)
      this.doDownload(target, { destination, options, onCancel, callback, responseHandler: null }, 0)
    })
  }
}

/** It would start what was downloaded. */
class UpdaterOfTest extends NsisUpdater {
  readonly installs: {
    readonly file: string | null
    readonly silent: boolean
    readonly runsAfter: boolean
  }[] = []

  protected override doInstall(options: { isSilent: boolean; isForceRunAfter: boolean }): boolean {
    this.installs.push({
      file: this.installerPath,
      silent: options.isSilent,
      runsAfter: options.isForceRunAfter,
    })
    return true
  }
}

export interface RigOptions {
  readonly version?: string
  /** Of an earlier start of the app. */
  readonly folder?: string
  readonly checkSignature?: CheckSignature
}

/** The real electron-updater behind our port: only the network, the signature and the installer are not Electron's. */
export async function electronUpdaterRig(url: string, options: RigOptions = {}) {
  const { version = '1.0.0', checkSignature, folder = await temporaryFolder() } = options
  const config = path.join(folder, 'app-update.yml')
  await writeFile(
    config,
    `provider: generic\nurl: ${url}\nupdaterCacheDirName: cloudroom-drive-updater\npublisherName:\n  - CloudRoom\n`,
  )
  const userDataPath = path.join(folder, 'user-data')
  await mkdir(userDataPath, { recursive: true })
  const quits: string[] = []
  const updater = new UpdaterOfTest(null, {
    version,
    name: 'cloudroom-drive',
    isPackaged: true,
    appUpdateConfigPath: config,
    userDataPath,
    baseCachePath: path.join(folder, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch: () => quits.push('relaunch'),
    quit: () => quits.push('quit'),
    onQuit: () => quits.push('onQuit'),
  })
  Object.assign(updater, { httpExecutor: new NodeExecutor() })
  const checked: { readonly publishers: readonly string[]; readonly file: string }[] = []
  const { log, text } = testLogger()
  const port = createElectronUpdater({
    engine: {
      platform: 'win32',
      updater,
      checkSignature: (publishers, file, logger) => {
        checked.push({ publishers, file })
        return checkSignature?.(publishers, file, logger) ?? Promise.resolve(null)
      },
    },
    createToken: () => new CancellationToken(),
    log,
  })
  return {
    port,
    updater,
    checked,
    quits,
    folder,
    pending: path.join(folder, 'cache/cloudroom-drive-updater/pending'),
    logText: text,
  }
}
