import { registerHooks } from 'node:module'

const standIn = new URL('./electron/index.ts', import.meta.url).href
const names = new Set(['electron', 'electron/main', 'electron/common'])

/** Resolves `electron` to the stand-in, for `import` and `require` alike, wherever the importer is. */
export const hookElectron = (): void => {
  registerHooks({
    resolve: (specifier, context, nextResolve) =>
      names.has(specifier)
        ? { url: standIn, format: 'module-typescript', shortCircuit: true }
        : nextResolve(specifier, context),
  })
}
