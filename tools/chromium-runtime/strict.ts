/** Looked at by inspection, promise resolution and serialisation; absent on most objects of Electron as well. */
const harmless = new Set(['then', 'toJSON', 'asymmetricMatch', '$$typeof', 'nodeType', '__esModule'])

/** The error of every member of Electron's API that this runtime does not have. */
export const notProvided = (name: string): Error =>
  new Error(`electron.${name} is not provided by the Chromium runtime`)

/** Makes the use of any member that `target` lacks throw by name, instead of being a silent `undefined`. */
export const strict = <Target extends object>(name: string, target: Target): Target =>
  new Proxy(target, {
    get: (object, key, receiver) => {
      if (key in object || typeof key === 'symbol' || harmless.has(key)) {
        return Reflect.get(object, key, receiver) as unknown
      }
      throw notProvided(`${name}.${key}`)
    },
  })

/** Stands for a whole export of Electron that is not there: importing it is fine, using it throws. */
export const missingExport = (name: string): unknown =>
  new Proxy(function missing() {}, {
    get: (_target, key) => {
      if (typeof key === 'symbol' || harmless.has(key)) return undefined
      throw notProvided(`${name}.${key}`)
    },
    apply: () => {
      throw notProvided(name)
    },
    construct: () => {
      throw notProvided(name)
    },
  })
