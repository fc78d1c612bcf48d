/**
 * The DevTools protocol's types as playwright-core ships them. Its package exports do not name the file, so the
 * path is spelled out here, once; the import is erased when the code runs.
 */
import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }
export type CommandName = keyof Protocol.CommandParameters
export type CommandInput<Name extends CommandName> = Protocol.CommandParameters[Name]
export type CommandOutput<Name extends CommandName> = Protocol.CommandReturnValues[Name]
export type EventName = keyof Protocol.Events
