/**
 * Nothing that hangs over the window can be a recording, as far as the browser tells before it is let go: folders and
 * files of types that it does not know have none. What is dropped is looked into all the same.
 */
export function dropsNoRecording(types: readonly string[]): boolean {
  return (
    types.length > 0 &&
    types.every((type) => type !== '' && !/^(?:video|application)\/(?:mp4|x-m4v|octet-stream)$/u.test(type))
  )
}
