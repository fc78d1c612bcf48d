import { localFileName, numberedName } from '#main/transfers/safe-name.ts'
import { commonProblems, type PlatformRules } from './platform-rules.ts'

/** What a person sees of a name: no control, direction or zero-width characters, no dots and spaces at its end. */
function visible(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Bidi_Control}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu, '')
    .replace(/[\s.]+$/u, '')
}

/** Everything that is wrong with what becomes of a name in a folder. */
export function problemsOf(name: string, folder: string, rules: PlatformRules): string[] {
  const local = localFileName(name, folder, rules.platform)
  const problems: string[] = []
  for (const written of [local, numberedName(local, 9999), `${numberedName(local, 9999)}.part`]) {
    problems.push(...commonProblems(rules, folder, written), ...rules.problems(folder, written))
  }
  if (localFileName(name, folder, rules.platform) !== local) problems.push('another name the second time')
  if (localFileName(local, folder, rules.platform) !== local) problems.push('a safe name is changed')
  const extension = /\.mp4$/iu.exec(visible(name))
  if (extension && !local.endsWith(extension[0])) problems.push('another extension')
  return problems
}
