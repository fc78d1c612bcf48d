import { connections } from './connections.ts'
import { fileNames } from './file-names.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { ipcNames, ipcPayloads } from './ipc-payloads.ts'
import { downloadAnswers } from './download-answers.ts'
import { damagedFiles, oddRows } from './job-store.ts'
import { movieTables } from './movie-tables.ts'
import { mp4Headers } from './mp4-headers.ts'
import { oddAnswers, serverAnswers } from './server-answers.ts'
import { trimmedMovies } from './trims.ts'
import { updateDescriptions } from './update-descriptions.ts'

/** Everything that takes input from outside: the servers, the page, files, and our own files. */
export function allFuzzTargets(): readonly FuzzTarget[] {
  return [
    serverAnswers,
    oddAnswers,
    connections,
    downloadAnswers,
    ...fileNames,
    mp4Headers,
    movieTables,
    trimmedMovies,
    damagedFiles,
    oddRows,
    updateDescriptions,
    ipcNames,
    ...ipcPayloads,
  ]
}
