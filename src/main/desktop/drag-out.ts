import type { NativeImage, WebContents } from 'electron'

/**
 * Hands files over to the system's drag and drop, as if they were dragged out of Finder or Explorer. Only files that the
 * app itself has downloaded may come here.
 *
 * @param iconOf what is drawn under the pointer
 */
export async function dragOut(
  contents: Pick<WebContents, 'startDrag'> | undefined,
  files: readonly string[],
  iconOf: (file: string) => Promise<NativeImage>,
): Promise<void> {
  const [file] = files
  if (contents === undefined || file === undefined) return
  const icon = await iconOf(file)
  contents.startDrag({ file, files: [...files], icon })
}
