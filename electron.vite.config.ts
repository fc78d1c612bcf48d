import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { minify, type Plugin } from 'vite'

/** Chunks of libraries alone, without their comments and long names: electron-updater, mp4box and mediabunny, which few starts load. */
const smallLibraries: Plugin = {
  name: 'small-libraries',
  async renderChunk(code, { fileName, moduleIds }) {
    if (!moduleIds.every((id) => id.includes('/node_modules/'))) return null
    return (await minify(fileName, code, { mangle: { keepNames: true } })).code
  },
}

// Everything but Electron and the one native module is bundled: start-up reads few files, and the
// package ships no node_modules besides keytar.
export default defineConfig({
  main: {
    plugins: [smallLibraries],
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          'certificates-worker': 'src/main/network/certificates-worker.ts',
          'index-worker': 'src/main/library/recording-index/index-worker.ts',
          'trim-worker': 'src/main/trim/trim-worker.ts',
        },
        external: ['electron', 'keytar'],
        // electron-updater shares it with the proxy agents; as a part of the entry it would be imported from there, and the
        // entry starts the app.
        output: {
          // The services find their workers and the preload beside them.
          chunkFileNames: ({ name }) => (name === 'compose' ? '[name].js' : 'chunks/[name]-[hash].js'),
          codeSplitting: {
            groups: [
              { name: 'debug', test: /node_modules[\\/](?:debug|ms)[\\/]/u },
              { name: 'mediabunny', test: /node_modules[\\/]mediabunny[\\/]/u },
            ],
          },
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        external: ['electron'],
        // A sandboxed preload cannot be an ES module (Electron docs, "ES Modules", preload section).
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // vue-i18n: only the composition API is used.
    define: { __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false },
    // electron-vite leaves minifying off; the page is parsed at every start.
    // What is shown first comes in one piece: each file more is another answer to wait for at the start. The pages' own
    // scripts are apart, since a page runs all that a file of its begins with.
    build: {
      minify: true,
      chunkSizeWarningLimit: 700,
      rolldownOptions: {
        input: ['src/renderer/index.html', 'src/renderer/player.html'],
        output: {
          codeSplitting: {
            groups: [
              {
                name: 'first',
                tags: ['$initial'],
                test: /^(?!.*renderer[\\/](?:main|player|index)\.(?:ts|html))/u,
              },
            ],
          },
        },
      },
    },
    plugins: [vue()],
  },
})
