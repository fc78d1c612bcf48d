import type { ServerAddress } from '#shared/models/account.ts'

/** What steers an emulator in a process of its own, and tells of it. @throws Error with its answer when it refuses */
export function controlOf({ origin }: ServerAddress) {
  const answer = async (response: Response): Promise<unknown> => {
    if (!response.ok) throw new Error(await response.text())
    return await response.json()
  }
  const get = async (what: string): Promise<unknown> => answer(await fetch(`${origin}/__control/${what}`))
  return {
    post: async (what: string, body: unknown): Promise<void> => {
      await answer(await fetch(`${origin}/__control/${what}`, { method: 'POST', body: JSON.stringify(body) }))
    },
    served: async () => ((await get('state')) as { bytesServed: Record<string, number> }).bytesServed,
    sha256: async (file: string) =>
      ((await get(`file?path=${encodeURIComponent(file)}`)) as { sha256: string }).sha256,
  }
}
