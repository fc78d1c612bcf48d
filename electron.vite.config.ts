import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

// Everything but Electron and the one native module is bundled: start-up reads three files, and the
// package ships no node_modules besides keytar.
export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      rollupOptions: { input: { index: 'src/main/index.ts' }, external: ['electron', 'keytar'] },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        external: ['electron'],
        // A sandboxed preload cannot be an ES module (Electron docs, "ES Modules", preload section).
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: { rollupOptions: { input: 'src/renderer/index.html' } },
    plugins: [vue()],
  },
})
