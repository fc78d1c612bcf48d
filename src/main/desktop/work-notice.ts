import type { Language } from '#shared/models/settings.ts'
import type { FinishedWork } from './transfer-signs.ts'

/** What the system's notification says when long work is over. */
export function workNotice(
  { done, failed }: FinishedWork,
  language: Language,
): { readonly title: string; readonly body: string } {
  if (language === 'zh-CN') {
    const body = [...(done > 0 ? [`${done} 个已完成`] : []), ...(failed > 0 ? [`${failed} 个失败`] : [])]
    return { title: failed > 0 ? '有传输任务失败' : '传输已完成', body: body.join('，') }
  }
  const body = [...(done > 0 ? [`${done} finished`] : []), ...(failed > 0 ? [`${failed} failed`] : [])]
  return { title: failed > 0 ? 'Some transfers failed' : 'Transfers finished', body: body.join(', ') }
}
