import { strict } from '../strict.ts'
import { addresses } from './state.ts'

/** `app://cloudroom` of `app://cloudroom/index.html`: URL.origin is "null" for schemes that Node does not know. */
export const originOf = (url: string): string => {
  if (!URL.canParse(url)) return 'null'
  const { origin, protocol, host } = new URL(url)
  return origin === 'null' && host !== '' ? `${protocol}//${host}` : origin
}

let lastRoutingId = 0

/** Electron's WebFrameMain: what a sender check looks at. */
export class Frame {
  readonly routingId: number
  readonly frameTreeNodeId: number
  readonly processId = process.pid
  readonly parent: Frame | null
  url = ''
  detached = false

  constructor(parent: Frame | null) {
    lastRoutingId += 1
    this.routingId = lastRoutingId
    this.frameTreeNodeId = lastRoutingId
    this.parent = parent
  }

  get origin(): string {
    return originOf(this.url)
  }

  get top(): Frame {
    return this.parent === null ? this : this.parent.top
  }

  isDestroyed(): boolean {
    return this.detached
  }
}

/** The frames of one page by Chromium's ids. */
export class FrameTree {
  readonly mainFrame = strict('webFrameMain', new Frame(null))
  private readonly frames = new Map<string, Frame>()
  readonly mainId: string

  constructor(mainId: string) {
    this.mainId = mainId
    this.frames.set(mainId, this.mainFrame)
  }

  isMain(id: string): boolean {
    return id === this.mainId
  }

  get(id: string): Frame | undefined {
    return this.frames.get(id)
  }

  idOf(frame: Frame): string | undefined {
    return [...this.frames].find(([, known]) => known === frame)?.[0]
  }

  attach(id: string, parentId: string): Frame {
    const known = this.frames.get(id)
    if (known !== undefined) return known
    const frame = strict('webFrameMain', new Frame(this.frames.get(parentId) ?? this.mainFrame))
    this.frames.set(id, frame)
    return frame
  }

  detach(id: string): void {
    const frame = this.frames.get(id)
    if (frame === undefined || this.isMain(id)) return
    frame.detached = true
    this.frames.delete(id)
  }

  /** `url` as Chromium has it; the app sees its `app:` form. */
  navigated(id: string, url: string): void {
    const frame = this.frames.get(id)
    if (frame !== undefined) frame.url = addresses.toApp(url)
  }
}
