/** The ranges of a file do not fit together: another content than before, or a server that does not keep to ranges. */
export class StartOver extends Error {
  override readonly name = 'StartOver'
}
