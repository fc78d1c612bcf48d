import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { AppFigures } from './app-protocol.ts'

/** How often memory is looked at. ms */
const sampleMs = 10
/** The histogram's own interval, which it counts into every delay. ms */
const resolutionMs = 10

/** Watches this process until `stop` is called. */
export function watchProcess(): { stop(): Omit<AppFigures, 'failures' | 'messagesPerSecond'> } {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  const rssBefore = process.memoryUsage.rss()
  let rssPeak = rssBefore
  const sample = (): void => {
    rssPeak = Math.max(rssPeak, process.memoryUsage.rss())
  }
  const timer = setInterval(sample, sampleMs)
  histogram.enable()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  return {
    stop() {
      const wallMs = performance.now() - startedAt
      const { user, system } = process.cpuUsage(cpuBefore)
      histogram.disable()
      clearInterval(timer)
      sample()
      return {
        wallMs,
        cpuMs: (user + system) / 1000,
        rssGrowth: rssPeak - rssBefore,
        loopDelayP99Ms: Math.max(0, histogram.percentile(99) / 1e6 - resolutionMs),
      }
    },
  }
}
