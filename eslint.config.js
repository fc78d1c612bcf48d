import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

/** Builds the import bans of one layer; see docs/architecture.md for the layer diagram. */
const layer = (files, patterns, paths = []) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([group, message]) => ({ group, message })), paths },
    ],
  },
})

const rawIpc = ['ipcMain', 'ipcRenderer'].map((name) => ({
  name: 'electron',
  importNames: [name],
  message: 'Raw IPC belongs to src/main/ipc/router.ts and src/preload only.',
}))

export default ts.config(
  { ignores: ['out/', 'dist/', 'coverage/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.node.json', './tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['**/*.vue'],
    rules: {
      // Prettier owns the layout of templates.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      // vue-tsc knows the DOM's names; ESLint would need a list of them.
      'no-undef': 'off',
    },
  },
  { files: ['scripts/**', '*.config.js', '.ci/**'], ...ts.configs.disableTypeChecked },
  { files: ['scripts/**'], languageOptions: { globals: globals.node }, rules: { 'no-console': 'off' } },
  {
    files: ['emulator/cli.ts', 'tools/**', 'bench/**', 'tests/campaigns/**'],
    rules: { 'no-console': 'off' },
  },
  layer(
    ['src/shared/**'],
    [
      [['electron', 'node:*', 'vue', 'pinia', 'got', 'keytar'], 'src/shared is pure TypeScript.'],
      [['#main/*', '#emulator/*', '**/main/**', '**/renderer/**'], 'src/shared imports no other layer.'],
    ],
  ),
  layer(
    ['src/main/**'],
    [
      [['#emulator/*', '**/emulator/**'], 'Only src/main/demo.ts may load the emulator, lazily.'],
      [['**/renderer/**', 'vue', 'pinia', 'naive-ui'], 'The main process does not know the renderer.'],
    ],
    rawIpc,
  ),
  { files: ['src/main/ipc/router.ts', 'src/main/demo.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['tests/unit/**'],
    ignores: ['**/*.mocking.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.object.name='vi'][callee.property.name=/^(?:mock|doMock|resetModules)$/]",
          message: 'Unit tests share their modules: a file that replaces one is called *.mocking.test.ts.',
        },
      ],
    },
  },
  layer(
    ['src/renderer/**'],
    [
      [
        ['#main/*', '#emulator/*', '**/main/**', '**/preload/**'],
        'The renderer reaches main through bridge.ts only.',
      ],
      [['electron', 'node:*', 'got', 'keytar'], 'The renderer is a web page.'],
    ],
  ),
  layer(
    ['src/preload/**'],
    [[['#main/*', '#emulator/*', '**/main/**', '**/renderer/**', 'zod'], 'The preload stays tiny.']],
  ),
  layer(
    ['emulator/**'],
    [[['#main/*', '**/src/**', 'electron'], 'The emulator is independent of the app it tests.']],
  ),
)
