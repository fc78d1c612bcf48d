import assert from 'node:assert/strict'
import fc from 'fast-check'
import { answer, type Handlers } from '#main/ipc/answer.ts'
import { createLogger } from '#main/logging/logger.ts'
import { channelNames, goodInputs } from '#tests/unit/main/ipc/channels.ts'
import type { RequestName } from '#shared/ipc/contract.ts'
import { fuzzTarget, type FuzzTarget } from './fuzz-target.ts'
import { anything, json, path, text } from './hostile-values.ts'
import { applyEdits, edits } from './json-edits.ts'

const casesPerChannel = 10_000

/** Names under which requests carry places on the server. */
const remotePlaces: ReadonlySet<string> = new Set(['path', 'folder', 'folders', 'within'])

/** A good payload with some of it changed, or something else altogether. */
const payloadsFor = (good: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: edits(fc.oneof(json, text, path, anything)).map((list) => applyEdits(good, list)),
    },
    { weight: 1, arbitrary: anything },
  )

/** The real answering code and schemas, in front of handlers that look at what has come through. */
export const ipcPayloads: readonly FuzzTarget[] = channelNames.map((name) =>
  fuzzTarget(`ipc ${name}`, casesPerChannel, payloadsFor(goodInputs[name]), () => {
    const { ask } = rig()
    return {
      check: async (payload) => {
        const { reply, handled } = await ask(name, payload)
        assert.equal('polluted' in {}, false)
        if (reply.ok) {
          assert.equal(handled.length, 1)
          assertHarmless(handled[0])
          // The very thing that has come through crosses to where it is needed.
          structuredClone(handled[0])
        } else {
          assert.equal(reply.error.code, 'ipc.invalidInput')
          assert.equal(handled.length, 0)
        }
      },
    }
  }),
)

export const ipcNames: FuzzTarget = fuzzTarget(
  'ipc names',
  casesPerChannel,
  fc.tuple(fc.oneof(text, anything), anything),
  () => {
    const { ask } = rig()
    return {
      check: async ([name, payload]) => {
        if (channelNames.includes(name as RequestName)) return
        const { reply, handled } = await ask(name, payload)
        assert.equal(reply.ok ? 'answered' : reply.error.code, 'ipc.unknownRequest')
        assert.equal(handled.length, 0)
      },
    }
  },
)

function rig() {
  let handled: unknown[] = []
  const handlers = Object.fromEntries(
    channelNames.map((name) => [name, (input: unknown) => void handled.push(input)]),
  ) as unknown as Handlers
  const log = createLogger({ sink: () => undefined })
  return {
    ask: async (name: unknown, payload: unknown) => {
      handled = []
      return { reply: await answer({ handlers, log }, true, name, payload, 1), handled }
    },
  }
}

/** No way out of the server's tree, and no list without an end. */
function assertHarmless(value: unknown, key = ''): void {
  if (typeof value === 'string') {
    assert.ok(value.length <= 32_767)
    if (!remotePlaces.has(key)) return
    assert.match(value, /^\//u)
    assert.equal(value.includes('//'), false)
    assert.ok(Array.from(value).every((char) => char >= ' ' && char !== '\u007f'))
    assert.ok(!value.split('/').some((segment) => segment === '..' || segment === '.'))
  } else if (Array.isArray(value)) {
    assert.ok(value.length <= 1_000_000)
    for (const item of value) assertHarmless(item, key)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) assertHarmless(item, name)
  } else if (typeof value === 'number') assert.ok(Number.isFinite(value))
}
