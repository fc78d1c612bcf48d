import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Files that replace a module for themselves. */
const mocking = 'tests/unit/**/*.mocking.test.ts'

export default defineConfig({
  plugins: [vue()],
  test: {
    // Much of what is tested waits, for a time or a connection: one for each core would leave them idle for a sixth of the time.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine may be late: what is polled for counts, not when it comes.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      // Nothing here keeps a state in a module (design, section 3): files share a process, which loads each module once and not
      // 200 times. That is a fifth of the time of all of them.
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['tests/unit/**/*.test.ts'],
          exclude: [mocking],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'mocking', include: [mocking] } },
    ],
  },
})
