/** Of a package of its own; what the workspace's packages share besides is for classes with decorators. */
const OWN = {
  target: 'es2023',
  lib: ['es2023'],
  module: 'nodenext',
  types: ['node'],
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
}

/** tsconfig.json checks all files, tsconfig.build.json writes `dist` without the tests. */
export function typescriptConfiguration(inWorkspace: boolean): Readonly<Record<string, string>> {
  const base = inWorkspace
    ? { extends: '@hourglass/tsconfig/package.tsconfig.json', compilerOptions: { noEmit: true } }
    : { compilerOptions: OWN }
  return {
    'tsconfig.json': json({ ...base, include: ['src'] }),
    'tsconfig.build.json': json({
      extends: './tsconfig.json',
      compilerOptions: { noEmit: false, declaration: true, rootDir: 'src', outDir: 'dist' },
      exclude: ['src/**/*.test.ts'],
    }),
  }
}

/** As formatters write it: lists of one word on one line. */
function json(value: object): string {
  return `${JSON.stringify(value, null, 2).replace(/\[\s+("[^"]*")\s+\]/g, '[$1]')}\n`
}
