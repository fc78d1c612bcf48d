import { createKeychainSecretStore } from '#main/accounts/keychain-secret-store.ts'
import { AppError } from '#shared/errors.ts'

/** Runs in a process of its own, with its own keychain: `node keychain-probe.ts SERVICE STEP…`, a line of JSON for each. */

const [service = '', ...steps] = process.argv.slice(2)
const store = createKeychainSecretStore({
  service,
  load: async () => (await import('keytar')).default,
  timeoutMs: 5000,
})

const actions: Readonly<Record<string, (id: string, secret: string) => Promise<unknown>>> = {
  get: (id) => store.get(id),
  set: (id, secret) => store.set(id, secret),
  delete: (id) => store.delete(id),
}

for (const step of steps) {
  const [action = '', id = '', secret = ''] = step.split(' ')
  const result = await (actions[action]?.(id, secret) ?? Promise.reject(new Error(step))).then(
    (value) => ({ value: value ?? null }),
    (error: unknown) => ({ code: error instanceof AppError ? error.code : String(error) }),
  )
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
// A prompt that nobody answers would keep the process alive.
process.exit()
