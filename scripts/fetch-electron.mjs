/** `npm run electron`: everything installed, with Electron's binary, so that the tests run on it; fails where it is not to be had. */
import { ensureDependencies } from './lib/bootstrap.mjs'
import { chooseRuntime } from './lib/runtime.mjs'

await ensureDependencies({ systemPackages: false })
const { name, file } = await chooseRuntime()
if (name !== 'electron') process.exit(1)
console.log(file)
