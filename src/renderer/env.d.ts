/** For tools that know only TypeScript (eslint); vue-tsc reads the files themselves. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
