import type { ShallowRef } from 'vue'
import { stepFrame, type ShownFrame } from '../logic/frame-step.ts'
import { canSeek } from '../logic/media-times.ts'

/** Of a frame that does not say how long it lasts. Seconds */
const usualDuration = 0.04
/** Presses that are still to be answered, while a key is held down. */
const maxWaiting = 10

export interface FrameSteps {
  /** One frame on or back. */
  readonly step: (by: 1 | -1) => void
  /** Something else jumps: what is still to be stepped is no longer wanted. */
  readonly stop: () => void
}

/**
 * Steps through a paused video, frame by frame, one press after the other.
 *
 * @param moved told where the video goes, in seconds
 */
export function useFrameSteps(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  moved: (seconds: number) => void,
): FrameSteps {
  /** Counts jumps of whatever kind: of two, the later one is where the video ends up. */
  let jump = 0
  /** Frames still to go; negative: back. */
  let waiting = 0
  let isStepping = false

  async function show(seconds: number): Promise<boolean> {
    const element = video.value
    if (element === null || !canSeek(element, seconds)) return false
    const own = ++jump
    const settled = endOfSeek(element)
    element.currentTime = seconds
    moved(seconds)
    await settled
    return own === jump && element === video.value
  }

  async function run(): Promise<void> {
    isStepping = true
    while (waiting !== 0) {
      // From where it is on its way to.
      if (video.value?.seeking === true) {
        await endOfSeek(video.value)
        continue
      }
      const by = waiting > 0 ? 1 : -1
      waiting -= by
      const screen = { shown: () => shownFrame(video.value), show }
      if (!(await stepFrame(screen, by, video.value?.duration ?? NaN))) waiting = 0
    }
    isStepping = false
  }

  return {
    step(by) {
      video.value?.pause()
      waiting = Math.min(maxWaiting, Math.max(-maxWaiting, waiting + by))
      if (!isStepping) void run()
    },
    stop() {
      jump++
      waiting = 0
    },
  }
}

function endOfSeek(element: HTMLVideoElement): Promise<unknown> {
  return new Promise((resolve) => {
    for (const event of ['seeked', 'emptied', 'error'])
      element.addEventListener(event, resolve, { once: true })
  })
}

/** Its times are those that the file gives this very frame. */
function shownFrame(element: HTMLVideoElement | null): ShownFrame | null {
  if (element === null || element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || element.videoWidth === 0)
    return null
  const frame = new VideoFrame(element)
  const { timestamp, duration } = frame
  frame.close()
  return { start: timestamp / 1e6, duration: duration === null ? usualDuration : duration / 1e6 }
}
