import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['tests/unit/**/*.test.ts'],
    // Vitest leaves a core to itself, which is half of two.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A busy machine may be late: what is polled for counts, not when it comes.
    expect: { poll: { timeout: 10_000 } },
  },
})
