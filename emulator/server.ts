import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Accounts, COMPANY, PROJECT } from './api/accounts.ts'
import { Link } from './api/link.ts'
import { LogicalClock } from './clock.ts'
import { loadSample } from './content/sample.ts'
import type { Core } from './core.ts'
import { Counters } from './counters.ts'
import { resolveDialect } from './dialects.ts'
import type { Dialect } from './dialects.ts'
import type { Emulator } from './emulator.ts'
import { makeEmulator } from './emulator.ts'
import { FaultSet } from './faults/fault-set.ts'
import { checkFault } from './faults/spec.ts'
import type { FaultSpec } from './faults/spec.ts'
import { handle } from './http/handle.ts'
import { PREFIXES } from './http/routes.ts'
import type { EmulatorOptions } from './options.ts'
import { NetDisk } from './store/net-disk.ts'

export { COMPANY, COMPANY_WITHOUT_API, PROJECT } from './api/accounts.ts'
export { RspCode } from './api/rsp-code.ts'
export type { EmulatorState, LoggedRequest } from './counters.ts'
export { DIALECT_NAMES } from './dialects.ts'
export type { DialectName } from './dialects.ts'
export type { Emulator } from './emulator.ts'
export { FAULT_NAMES } from './faults/catalogue.ts'
export type { Endpoint, FaultName } from './faults/catalogue.ts'
export type { FaultSpec } from './faults/spec.ts'
export type { ListedFile, StoredFile } from './inspect.ts'
export type { EmulatorOptions } from './options.ts'

const HOST = '127.0.0.1'

/**
 * Starts a CloudRoom netDisk server on 127.0.0.1; resolves when it accepts connections.
 * @throws Error for an unknown dialect, fault or seed, a data directory of another seed, or a port that is taken
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const dialect = resolveDialect([options.dialect ?? []].flat())
  const faults = (options.faults ?? []).map(checkFault)
  const sample = await loadSample(options.assetPath)
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'cloudroom-emulator-')))
  const cleanUp = async (): Promise<void> => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
  }
  try {
    return await serve(options, { dialect, faults, sample, dataDir, cleanUp })
  } catch (error) {
    await cleanUp()
    throw error
  }
}

interface Prepared {
  readonly dialect: Dialect
  readonly faults: readonly FaultSpec[]
  readonly sample: Buffer
  readonly dataDir: string
  readonly cleanUp: () => Promise<void>
}

async function serve(options: EmulatorOptions, prepared: Prepared): Promise<Emulator> {
  const { dialect, dataDir } = prepared
  const clock = new LogicalClock(options.now ?? Date.now)
  const faults = new FaultSet()
  faults.set(prepared.faults, clock.tick())
  const seed = options.seed === undefined ? undefined : String(options.seed)
  const disk = new NetDisk(dataDir, seed, clock, prepared.sample)
  const counters = new Counters()
  // Large transfers over loopback want large reads and writes; a throttled upload may take longer than any timeout.
  const server = createServer({ highWaterMark: 2 ** 20, requestTimeout: 0, keepAliveTimeout: 30_000 })
  const port = await listen(server, options.port ?? 0)
  const core: Core = {
    disk,
    clock,
    dialect,
    faults,
    counters,
    accounts: new Accounts(),
    latencyMs: options.latencyMs ?? 0,
    rateKbps: options.rateKbps ?? 0,
    link: new Link(options.linkKbps ?? 0),
    capacityBytes: options.capacityBytes ?? Infinity,
    maxFileBytes: options.maxFileBytes ?? dialect.maxFileBytes,
    origin: `http://${HOST}:${port}`,
  }
  const running = accept(core, server)
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
    await Promise.allSettled(running)
    await prepared.cleanUp()
  }
  const company = { compId: Number(COMPANY.id), compSecret: COMPANY.secret }
  const project = { appId: PROJECT.id, appSecret: PROJECT.secret }
  return makeEmulator(core, { port, prefix: PREFIXES[0], dataDir, ...company, ...project }, close)
}

/** Handles what comes; the set holds the requests under way. */
function accept(core: Core, server: Server): ReadonlySet<Promise<void>> {
  const running = new Set<Promise<void>>()
  server.on('connection', (socket) => {
    core.counters.connected()
    socket.once('close', () => core.counters.disconnected())
  })
  server.on('request', (req, res) => {
    const request = handle(core, req, res)
      .catch((error: unknown) => {
        process.emitWarning(error instanceof Error ? error : String(error))
        res.destroy()
      })
      .finally(() => running.delete(request))
    running.add(request)
  })
  return running
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
