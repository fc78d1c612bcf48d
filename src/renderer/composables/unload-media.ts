/**
 * Lets go of what an element plays, at once. One that is only taken out of the page keeps on loading, and with it all that was around
 * it stays in memory, while Chromium counts it among the players that a page may have (HTML, "Best practices for authors using media
 * elements").
 */
export function unloadMedia(element: HTMLMediaElement | null): void {
  element?.pause()
  element?.removeAttribute('src')
  element?.load()
}
