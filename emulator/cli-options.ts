import { parseArgs } from 'node:util'
import { DIALECT_NAMES, resolveDialect } from './dialects.ts'
import type { DialectName } from './dialects.ts'
import { FAULT_NAMES, kindOf } from './faults/catalogue.ts'
import { parseFault } from './faults/spec.ts'
import type { EmulatorOptions } from './options.ts'

export interface CliOptions {
  readonly help: boolean
  /** Print one line of JSON instead of text for people. */
  readonly json: boolean
  readonly emulator: EmulatorOptions
}

/**
 * Reads the command line.
 * @throws Error with a sentence for the user
 */
export function parseCli(argv: readonly string[]): CliOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '8787' },
      data: { type: 'string' },
      seed: { type: 'string' },
      'latency-ms': { type: 'string' },
      'rate-kbps': { type: 'string' },
      'link-kbps': { type: 'string' },
      capacity: { type: 'string' },
      'max-file': { type: 'string' },
      dialect: { type: 'string', multiple: true, default: [] },
      fault: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const number = (
    name: 'port' | 'latency-ms' | 'rate-kbps' | 'link-kbps' | 'capacity' | 'max-file',
  ): number | undefined => {
    const text = values[name]
    if (text !== undefined && !/^\d+$/.test(text)) throw new Error(`--${name} takes a number, not ${text}`)
    return text === undefined ? undefined : Number(text)
  }
  const dialect = values.dialect.flatMap((names) => names.split(',')) as DialectName[]
  resolveDialect(dialect)
  const given = {
    port: number('port'),
    dataDir: values.data,
    seed: values.seed,
    dialect,
    faults: values.fault.map(parseFault),
    latencyMs: number('latency-ms'),
    rateKbps: number('rate-kbps'),
    linkKbps: number('link-kbps'),
    capacityBytes: number('capacity'),
    maxFileBytes: number('max-file'),
  }
  const emulator = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { help: values.help, json: values.json, emulator }
}

/** Text for `--help`. */
export function helpText(): string {
  const faults = FAULT_NAMES.map((name) => {
    const { arg, does } = kindOf(name)
    return `  ${(name + (arg === undefined ? '' : `=${arg}`)).padEnd(26)}${does}`
  })
  return [
    'npm run emulator -- [options]',
    '',
    '  --port 8787               port on 127.0.0.1, 0 for a free one',
    '  --data DIR                where uploads and deletions are kept (default: nowhere)',
    '  --seed demo|empty|N|flat:N  what is there at the beginning',
    '  --latency-ms 0            before every answer',
    '  --rate-kbps 0             kilobits per second and connection, 0 is unlimited',
    '  --link-kbps 0             kilobits per second that all transfers share',
    '  --capacity BYTES          code 10 beyond this',
    '  --max-file BYTES          code 7 beyond this',
    '  --dialect NAME            repeatable or comma-separated',
    '  --fault NAME[=ARG][@ENDPOINT][+SKIP][*TIMES]  repeatable',
    '  --json                    print one line of JSON and nothing else',
    '',
    'Dialects:',
    ...DIALECT_NAMES.map((name) => `  ${name}`),
    '',
    'Faults:',
    ...faults,
  ].join('\n')
}
