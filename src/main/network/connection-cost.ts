import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

/** Longer than a cold PowerShell takes on a slow machine. ms */
const patienceMs = 15_000

interface Question {
  readonly file: string
  readonly args: readonly string[]
  /** Null when the answer says nothing. */
  readonly read: (answer: string) => boolean | null
}

/**
 * Nothing of it comes from outside the app. Without cmdlets: they are in modules, which Windows PowerShell does not find where its
 * grandparent is a newer PowerShell (PowerShell/PowerShell#27774).
 */
const windowsScript = [
  "$ErrorActionPreference = 'Stop'",
  '[void][Windows.Networking.Connectivity.NetworkInformation,Windows.Networking.Connectivity,ContentType=WindowsRuntime]',
  '$cost = [Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile().GetConnectionCost()',
  '"$($cost.NetworkCostType) $($cost.Roaming -or $cost.OverDataLimit)"',
].join('; ')

/** Microsoft's docs, `NetworkCostType` and `ConnectionCost`: a plan with a limit, by the byte, or abroad. */
function readWindows(answer: string): boolean | null {
  const [, type, isBeyondPlan] =
    /^(Unknown|Unrestricted|Fixed|Variable) (True|False)$/u.exec(answer.trim()) ?? []
  if (type === undefined) return null
  if (isBeyondPlan === 'True' || type === 'Fixed' || type === 'Variable') return true
  return type === 'Unrestricted' ? false : null
}

/** NetworkManager's docs, `NMMetered`: 1 yes, 2 no, 3 and 4 the same as guesses. Of the connection that is used. */
function readNetworkManager(answer: string): boolean | null {
  const [, metered] = /^u (\d)$/u.exec(answer.trim()) ?? []
  if (metered === '1' || metered === '3') return true
  return metered === '2' || metered === '4' ? false : null
}

/** macOS tells no program without code of its own for it. */
function questionFor(platform: string, systemRoot: string): Question | null {
  if (platform === 'win32')
    return {
      file: path.win32.join(systemRoot, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
      args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', windowsScript],
      read: readWindows,
    }
  if (platform !== 'linux') return null
  const service = 'org.freedesktop.NetworkManager'
  return {
    file: 'busctl',
    args: ['get-property', service, `/${service.replaceAll('.', '/')}`, service, 'Metered'],
    read: readNetworkManager,
  }
}

/** Runs a program and answers what it writes. @throws when it cannot be run, fails, or takes too long */
export type Run = (file: string, args: readonly string[]) => Promise<string>

async function run(file: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args, { timeout: patienceMs, windowsHide: true })
  return stdout
}

/**
 * Whether the connection in use is metered, by what the system says: Windows and, where NetworkManager runs, Linux. Null where
 * nothing is known. Never rejects.
 */
export async function isMetered(
  platform: string,
  systemRoot = process.env['SystemRoot'] ?? String.raw`C:\Windows`,
  ask: Run = run,
): Promise<boolean | null> {
  const question = questionFor(platform, systemRoot)
  if (question === null) return null
  return await ask(question.file, question.args).then(question.read, () => null)
}
