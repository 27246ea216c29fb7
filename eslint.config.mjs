// Lint holds what a machine can see in one file: the language rules of the house style, and which
// project may import which. tools/tidy.spec.ts checks the import table again with its own parser.
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Which tag may depend on which; the same table stands in docs/architecture.md. */
export const DEPENDENCIES = [
  { sourceTag: 'core', onlyDependOnLibsWithTags: ['core'] },
  { sourceTag: 'infra', onlyDependOnLibsWithTags: ['core', 'infra'] },
  { sourceTag: 'testing', onlyDependOnLibsWithTags: ['core', 'infra'] },
  { sourceTag: 'kit', onlyDependOnLibsWithTags: ['core', 'infra'] },
  { sourceTag: 'provider', onlyDependOnLibsWithTags: ['core', 'kit'] },
  { sourceTag: 'rail', onlyDependOnLibsWithTags: ['core', 'infra', 'kit', 'provider'] },
  { sourceTag: 'service', onlyDependOnLibsWithTags: ['core', 'infra'] },
  { sourceTag: 'sandbox', onlyDependOnLibsWithTags: ['core'] },
  {
    sourceTag: 'all',
    onlyDependOnLibsWithTags: ['core', 'infra', 'kit', 'service', 'rail', 'sandbox'],
  },
];

const TESTS = ['**/*.{spec,it,contract}.ts', 'e2e/**/*.ts', 'bench/**/*.ts'];

/** Libraries that @cauce/testing itself imports. */
const TESTED_BELOW_TESTING = ['@cauce/config', '@cauce/observability', '@cauce/database'];

const forTests = DEPENDENCIES.map((rule) => ({
  ...rule,
  onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'testing', 'sandbox'],
}));

const boundaries = (depConstraints) => [
  'error',
  {
    depConstraints,
    allow: [],
    // Tests of these libraries use the test library, which is built on them; sources never do.
    ignoredCircularDependencies: TESTED_BELOW_TESTING.map((name) => [name, '@cauce/testing']),
    enforceBuildableLibDependency: false,
    checkDynamicDependenciesExceptions: ['.*'],
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '.cache/**',
      '.cauce/**',
      '.nx/**',
      'node_modules/**',
      '**/fixtures/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(DEPENDENCIES),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      eqeqeq: ['error', 'always'],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use an `as const` table instead of an enum.' },
        { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
        { selector: 'ExportAllDeclaration', message: 'Name what you export.' },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Read configuration once in main, through @cauce/config.',
        },
        {
          selector:
            'BinaryExpression[operator=/^[!=]==$/] > :matches(Identifier, MemberExpression > Identifier.property)[name=/signature|digest|secretHash/i]',
          message: 'Compare secrets and signatures with timingSafeEqual.',
        },
        {
          selector:
            "CallExpression[callee.property.name='only'][callee.object.name=/^(it|test|describe)$/]",
          message: 'A focused test hides the others.',
        },
        {
          selector: "CallExpression[callee.name='parseFloat']",
          message:
            'Money is bigint minor units; parseDecimal of @cauce/money reads decimals exactly.',
        },
      ],
    },
  },
  {
    // Nest resolves constructor parameters by their run-time type: an inlined `import type` erases it.
    files: ['**/*.{controller,consumer,job,service,client,module}.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  { files: TESTS, rules: { '@nx/enforce-module-boundaries': boundaries(forTests) } },
  {
    files: [
      'libs/config/src/environment.ts',
      'libs/testing/src/*.ts',
      'tools/**',
      'e2e/**',
      'bench/**',
      '**/*.{it,contract,e2e}.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use an `as const` table instead of an enum.' },
      ],
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
