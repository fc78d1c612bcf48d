import path from 'node:path'
import { maxPlannedFiles } from '#shared/models/upload-plan.ts'

/**
 * The videos among a process's arguments: files that were dropped on the program or opened with it.
 *
 * @param argv the program itself first
 * @param workingDirectory of the process that was given the arguments
 */
export function videosIn(argv: readonly string[], workingDirectory: string): string[] {
  return argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-') && /\.mp4$/iu.test(argument))
    .map((argument) => path.resolve(workingDirectory, argument))
}

/** Files that the system gave the app to open. They wait for the window, which offers them for upload. */
export class OpenedFiles {
  readonly #onAdd: () => void
  #waiting: string[] = []

  /** @param onAdd there is something to take */
  constructor(onAdd: () => void) {
    this.#onAdd = onAdd
  }

  /** @param files absolute paths; what is beyond the number of files that one plan has room for is left out */
  add(files: readonly string[]): void {
    if (files.length === 0) return
    this.#waiting = [...new Set([...this.#waiting, ...files])].slice(0, maxPlannedFiles)
    this.#onAdd()
  }

  /** Gives them out, once. */
  take(): readonly string[] {
    const taken = this.#waiting
    this.#waiting = []
    return taken
  }
}
