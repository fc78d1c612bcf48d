import { createApp, type App, type Component } from 'vue'

/**
 * Vue keeps what its handlers and views throw to itself. From here it reaches the window like any other error, and the console:
 * `tell-failures.ts` listens there.
 */
export function createReportingApp(root: Component): App {
  const app = createApp(root)
  app.config.errorHandler = (error) => reportError(error)
  return app
}
