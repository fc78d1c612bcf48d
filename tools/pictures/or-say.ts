import { stripVTControlCharacters } from 'node:util'

/** Runs, and says in a line why it could not be done. */
export async function orSay(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    console.error(`The pictures could not be taken: ${stripVTControlCharacters(reason)}`)
    process.exitCode = 1
  }
}
