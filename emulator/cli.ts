import { helpText, parseCli } from './cli-options.ts'
import { startEmulator } from './server.ts'

async function main(): Promise<void> {
  const options = parseCli(process.argv.slice(2))
  if (options.help) {
    console.log(helpText())
    return
  }
  const emulator = await startEmulator(options.emulator)
  const { url, origin, port, prefix, compId, compSecret, appId, appSecret, dataDir } = emulator
  const control = `${origin}/__control`
  if (options.json) {
    console.log(
      JSON.stringify({ url, compId, compSecret, appId, appSecret, origin, port, prefix, dataDir, control }),
    )
  } else {
    console.log(`CloudRoom netDisk emulator: ${url}`)
    console.log(`  CompID ${compId}, CompSecret ${compSecret}; AppId ${appId}, AppSecret ${appSecret}`)
    console.log(`  ${emulator.listing().length} recordings; data in ${dataDir}`)
  }
  const stop = (): void => void emulator.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
