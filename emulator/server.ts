import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Accounts, COMPANY, PROJECT } from './api/accounts.ts'
import { LogicalClock } from './clock.ts'
import { loadSample } from './content/sample.ts'
import type { Core } from './core.ts'
import { Counters } from './counters.ts'
import { resolveDialect } from './dialects.ts'
import type { Emulator } from './emulator.ts'
import { makeEmulator } from './emulator.ts'
import { FaultSet } from './faults/fault-set.ts'
import { checkFault } from './faults/spec.ts'
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
  const faults = new FaultSet()
  const clock = new LogicalClock(options.now ?? Date.now)
  faults.set((options.faults ?? []).map(checkFault), clock.tick())
  const sample = await loadSample(options.assetPath)
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'cloudroom-emulator-')))
  const seed = options.seed === undefined ? undefined : String(options.seed)
  const disk = new NetDisk(dataDir, seed, clock, sample)
  const counters = new Counters()
  // Large transfers over loopback want large reads and writes.
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
    capacityBytes: options.capacityBytes ?? Infinity,
    maxFileBytes: options.maxFileBytes ?? dialect.maxFileBytes,
    origin: `http://${HOST}:${port}`,
  }
  server.on('connection', (socket) => {
    counters.connected()
    socket.once('close', () => counters.disconnected())
  })
  const running = new Set<Promise<void>>()
  server.on('request', (req, res) => {
    const request = handle(core, req, res).finally(() => running.delete(request))
    running.add(request)
  })
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
    await Promise.allSettled(running)
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
  }
  const account = {
    compId: Number(COMPANY.id),
    compSecret: COMPANY.secret,
    appId: PROJECT.id,
    appSecret: PROJECT.secret,
  }
  return makeEmulator(core, { port, prefix: PREFIXES[0], dataDir, ...account }, close)
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
